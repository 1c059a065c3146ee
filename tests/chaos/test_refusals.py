"""What a service refuses: too much at once, forged callers, altered bodies, tokens that no longer hold."""

import time
import uuid

import jwt
import pika
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chaos import queues
from chaos.asked import Asked
from contracts.errors import Forbidden, Unavailable
from contracts.identity.errors import SessionEnded
from contracts.identity.events import sessions_revoked
from servicekit.seal import Sealer
from servicekit.store import Database
from servicekit.tokens import ISSUER
from servicekit.topology import call_queue
from support.polling import stretched, until
from support.specimen import contract


@pytest.mark.promised
def test_overload_is_refused_at_once_with_a_time_to_come_back(ours, client_for):
    client = client_for({**ours.env, "AMQP_URL": ours.amqp_url}, max_in_flight=2)
    ours.start()
    asked = {"key": "effect", "mode": "sleep", "seconds": 3.0}
    waiting = [Asked(lambda: client.call(contract.create_effect, asked)) for _ in range(2)]
    until(lambda: ours.ledger.attempts("effect") == 2, 10, "two calls under way")
    began = time.monotonic()
    with pytest.raises(Unavailable) as refused:
        client.call(contract.get_echo, {"text": "a"})
    assert time.monotonic() - began < stretched(0.1)
    assert refused.value.details["retry_after"] >= 1
    assert [call.result(10)["count"] for call in waiting]
    assert client.call(contract.get_echo, {"text": "a"})["text"] == "a"


def test_only_the_caller_that_is_allowed_and_proves_it_gets_an_answer(ours, client_for):
    ours.start()
    env = {**ours.env, "AMQP_URL": ours.amqp_url}
    gateway, member = client_for(env, caller="gateway"), client_for(env, caller="member")
    assert member.call(contract.get_secret, {})["caller"] == "member"
    with pytest.raises(Forbidden):
        gateway.call(contract.get_secret, {})
    forger = client_for(env, caller="gateway")
    forger._caller = "member"  # says it is member, and has only the gateway's key
    with pytest.raises(Forbidden):
        forger.call(contract.get_secret, {})


@pytest.mark.parametrize("change", ["body", "procedure", "deadline"])
def test_a_call_altered_on_its_way_is_refused(ours, client_for, change):
    ours.start()
    client = client_for({**ours.env, "AMQP_URL": ours.amqp_url})
    send = client.link.publish

    def alter(queue: str, body: bytes, properties: pika.BasicProperties, mandatory: bool) -> None:
        if change == "body":
            body = body.replace(b'"hello"', b'"HELLO"')
        if change == "procedure":
            properties.type = contract.create_effect.key
        if change == "deadline":
            properties.headers["x-deadline-ms"] += 60_000
        send(queue, body, properties, mandatory)

    client.link.publish = alter
    with pytest.raises(Forbidden):
        client.call(contract.get_echo, {"text": "hello"})


def test_calls_that_make_no_sense_end_no_process(ours):
    service = ours.start()
    queue = call_queue("specimen")
    kinds = [{"type": contract.get_echo.key}, {"type": "specimen.no_such_procedure"}, {}]
    for deadline in ("soon", None, -1, 2**62, [1]):
        for kind in kinds:
            headers = {"x-deadline-ms": deadline, "x-caller": 7, "x-correlation-id": 5}
            queues.send(ours.amqp_url, queue, b"\xff{", headers=headers, reply_to="nowhere", **kind)
            queues.send(ours.amqp_url, queue, b"[]", headers=headers, **kind)
    assert ours.call("later").result(20) == {"count": 1}
    assert service.alive()


@pytest.fixture
def signed_in(ours, own_database, start_service):
    """`signed_in(**claims)`: a call with a token of these claims; with a stand-in for identity running."""
    url = own_database("stand_in")
    at = {"AMQP_URL": ours.amqp_url, "STAND_IN_DATABASE_URL": url}
    for starting in (start_service("stand_in", at, ready=False), ours.start(ready=False)):
        starting.wait_ready()
    signing = ours.env["IDENTITY_SIGNING_KEY"]

    def call(key=signing, **claims):
        whole = {
            "iss": ISSUER,
            "sub": str(uuid.uuid4()),
            "sid": str(uuid.uuid4()),
            "exp": time.time() + 60,
            **claims,
        }
        token = jwt.encode(whole, key, algorithm="EdDSA", headers={"kid": "k1"})
        return ours.client().call(contract.get_who, {}, token=token)

    call.database_url = url
    return call


def test_a_token_that_is_forged_expired_or_revoked_is_refused(ours, signed_in):
    account, session = str(uuid.uuid4()), str(uuid.uuid4())
    assert str(signed_in(sub=account, sid=session)["account_id"]) == account
    with pytest.raises(SessionEnded):
        signed_in(key=Ed25519PrivateKey.generate())
    with pytest.raises(SessionEnded):
        signed_in(exp=time.time() - 1)
    with pytest.raises(SessionEnded):
        signed_in(iss="somebody else")
    revoke(ours, signed_in.database_url, account, session)
    until(lambda: refused(signed_in, account, session), 5, "the revocation to be felt")
    assert signed_in(sub=account)["account_id"]  # another session of the same account goes on


def revoke(ours, database_url: str, account: str, session: str) -> None:
    """As identity does: told from its outbox, to every process."""
    database = Database(database_url, Sealer.parse(ours.env["PORTICO_SEAL_KEYS"]), pool_size=1)
    with database.transaction() as tx:
        fields = {"account_id": account, "session_ids": [session], "reason": "asked"}
        tx.tell(sessions_revoked, about=account, **fields)
    database.close()


def refused(signed_in, account: str, session: str) -> bool:
    """Whether the session's token is refused now."""
    try:
        signed_in(sub=account, sid=session)
    except SessionEnded:
        return True
    return False
