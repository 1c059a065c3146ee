"""A context that ends is felt everywhere within a second, and the session goes on without it (R037)."""

import uuid

import pytest
from sqlalchemy import text

from contracts.identity import rpc
from contracts.identity.errors import ContextEnded
from contracts.provider_directory.contexts import access_ended
from identity.config import Settings
from servicekit import clock
from servicekit.envelope import pack, to_json
from servicekit.kit import Kit
from servicekit.publisher import ConfirmedPublisher
from support.journey import Api
from support.polling import until

pytestmark = pytest.mark.promised
WITHIN = 1.0


@pytest.fixture
def kit(suite):
    """Identity's store."""
    made = Kit(Settings.from_env("identity", suite.env))
    yield made
    made.close()


@pytest.fixture
def inside(suite, owner, kit):
    """(context id, account id, tokens) of a session that acts in a context, as if it had been chosen."""
    api, context_id = Api(suite.gateway_url), uuid.uuid4()
    tokens = api.log_in(owner.username, owner.password).json()
    with kit.database.transaction() as tx:
        chosen = text("UPDATE sessions SET context_id = :context WHERE id = :id RETURNING account_id")
        values = {"context": context_id, "id": uuid.UUID(tokens["session_id"])}
        account_id = tx.session.execute(chosen, values).scalar()
    tokens = api.send("POST", "/sessions/refresh", {"refresh_token": tokens["refresh_token"]}).json()
    assert tokens["context_id"] == str(context_id)
    return context_id, account_id, tokens


def end(kit, suite, context_id, account_id):
    """What the provider directory tells."""
    fields = {"context_ids": [context_id], "account_id": account_id, "reason": "revoked"}
    body = pack(access_ended.carries, f"{access_ended.exchange}:{access_ended.key}", fields, kit.sealer)
    envelope = {"event_id": str(uuid.uuid4()), "occurred_at": clock.now().isoformat()}
    envelope |= {"correlation_id": "request-0001", "data": body["fields"]}
    publisher = ConfirmedPublisher(suite.env["AMQP_URL"])
    headers = {"x-correlation-id": "request-0001"}
    publisher.publish(access_ended.exchange, access_ended.key, to_json(envelope), headers)
    publisher.close()


def refused(client, token: str) -> bool:
    """Whether identity itself refuses the token, whatever the gateway knows."""
    try:
        client.call(rpc.get_account, {}, token=token)
    except ContextEnded:
        return True
    return False


def gone(suite, token: str) -> bool:
    """Whether every worker of the gateway refuses the token; several requests reach both."""
    answers = [Api(suite.gateway_url, token).send("GET", "/me") for _ in range(6)]
    return all(a.status_code == 401 and a.json()["code"] == "identity.context_ended" for a in answers)


def test_a_context_that_ends_is_over_at_gateway_and_service_and_the_session_goes_on(
    suite, kit, inside, client_for
):
    context_id, account_id, tokens = inside
    client = client_for(suite.env)
    assert not refused(client, tokens["access_token"])
    end(kit, suite, context_id, account_id)
    until(lambda: refused(client, tokens["access_token"]), WITHIN, "identity refuses the ended context")
    until(lambda: gone(suite, tokens["access_token"]), WITHIN, "the gateway refuses the ended context")
    body = {"refresh_token": tokens["refresh_token"]}
    renewed = Api(suite.gateway_url).send("POST", "/sessions/refresh", body).json()
    assert renewed["context_id"] is None
    assert Api(suite.gateway_url, renewed["access_token"]).send("GET", "/me").status_code == 200
