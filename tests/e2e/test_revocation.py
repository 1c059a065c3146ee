"""What is ended is felt everywhere within a second: at the gateway and at the service behind it."""

import uuid

import pytest

from contracts.errors import Unauthenticated
from contracts.identity import rpc
from contracts.identity.errors import SessionEnded
from support.journey import Api, create_account
from support.polling import until
from support.states import Registrar

pytestmark = pytest.mark.promised
WITHIN = 1.0


@pytest.fixture
def two_sessions(suite, newcomer):
    """(person, first session's token, second session's token)."""
    person = newcomer()
    create_account(suite, person)
    sessions = [Api(suite.gateway_url).log_in(person.username, person.password).json() for _ in range(2)]
    return person, *(session["access_token"] for session in sessions)


def refused(client, token: str) -> bool:
    """Whether identity itself refuses the token, whatever the gateway knows."""
    try:
        client.call(rpc.get_account, {}, token=token)
    except (SessionEnded, Unauthenticated):
        return True
    return False


def gone(suite, token: str) -> bool:
    """Whether every worker of the gateway refuses the token; several requests reach both."""
    return all(Api(suite.gateway_url, token).send("GET", "/me").status_code == 401 for _ in range(6))


def test_a_session_ended_elsewhere_is_over_at_gateway_and_service(suite, two_sessions, client_for):
    _, first, second = two_sessions
    client = client_for(suite.env)
    assert not refused(client, first)
    assert Api(suite.gateway_url, second).send("DELETE", "/sessions").status_code == 204
    until(lambda: refused(client, first), WITHIN, "identity refuses the ended session")
    until(lambda: gone(suite, first), WITHIN, "the gateway refuses the ended session")
    assert not refused(client, second)


def test_a_changed_password_ends_the_other_sessions(suite, two_sessions, client_for):
    person, first, second = two_sessions
    client = client_for(suite.env)
    body = {"current_password": person.password, "password": "twelve slow lanterns turn"}
    assert Api(suite.gateway_url, second).send("PUT", "/me/password", body).status_code == 200
    until(lambda: refused(client, first), WITHIN, "identity refuses the other session")
    until(lambda: gone(suite, first), WITHIN, "the gateway refuses the other session")


def test_a_disabled_account_is_out_everywhere(suite, client_for, newcomer):
    registrar = Registrar(suite, newcomer)
    try:
        subject = registrar.bring("disabled")
    finally:
        registrar.close()
    client = client_for(suite.env)
    until(lambda: refused(client, subject.access_token), WITHIN, "identity refuses the account's sessions")
    until(lambda: gone(suite, subject.access_token), WITHIN, "the gateway refuses the account's sessions")
    assert Api(suite.gateway_url).log_in(subject.person.username, subject.person.password).status_code == 401


def test_a_token_of_nobody_is_refused_by_the_service_itself(suite, client_for):
    assert refused(client_for(suite.env), f"not-a-token-{uuid.uuid4()}")
