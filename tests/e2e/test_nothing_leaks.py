"""Canaries go through every flow, error and crash; none may show in logs, metrics, URLs or the broker."""

import contextlib
import threading
import urllib.request

import pika
import pytest

from portico_local import places
from portico_local.backends import at as backends_at
from support.journey import Api, Person, code_in, create_account, enrol
from support.polling import until

CANARY = Person(
    member_id="9CANARY77XQ",
    first_name="Zebulonia",
    last_name="Quetzalcanary",
    date_of_birth="1937-11-29",
    username="canary-username-77",
    password="canary pass phrase of the wren",
    email="canary-mailbox@example.org",
)
NEW_PASSWORD = "second canary phrase of the owl"


class Trace(threading.Thread):
    """The broker's firehose: a copy of every message published or delivered in the virtual host."""

    def __init__(self, url: str):
        super().__init__(daemon=True)
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self._channel = self._connection.channel()
        queue = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.queue_bind(queue, "amq.rabbitmq.trace", "#")
        self._channel.basic_consume(queue, self._seen, auto_ack=True)
        self.messages: list[bytes] = []

    def run(self) -> None:
        with contextlib.suppress(pika.exceptions.AMQPError):
            self._channel.start_consuming()

    def _seen(self, channel, method, properties, body: bytes) -> None:
        self.messages.append(repr(properties.headers).encode() + b"\n" + body)

    def stop(self) -> None:
        self._connection.add_callback_threadsafe(self._channel.stop_consuming)
        self.join(timeout=5)


@pytest.fixture(scope="module")
def firehose(suite, local_backends):
    """Everything that crosses the suite's virtual host."""
    vhost = pika.URLParameters(suite.env["AMQP_URL"]).virtual_host
    broker = backends_at(places.test_place()).rabbitmq
    broker.trace(vhost, on=True)
    trace = Trace(suite.env["AMQP_URL"])
    trace.start()
    yield trace
    trace.stop()
    broker.trace(vhost, on=False)


def test_no_canary_is_found_outside_the_mail_and_the_answers(suite, firehose, tmp_path):
    codes = go_everywhere(suite, tmp_path)
    until(lambda: len(firehose.messages) > 50, 10, "the firehose has run")
    places_to_look = {f"log of {name}": process.logs() for name, process in suite.processes.items()}
    places_to_look |= {f"metrics of {name}": metrics(process) for name, process in suite.processes.items()}
    places_to_look["broker"] = b"\n".join(firehose.messages).decode(errors="replace")
    secrets = [*CANARY.card.values(), CANARY.username, CANARY.password, CANARY.email, NEW_PASSWORD, *codes]
    found = [
        f"{what!r} in {where}"
        for where, text in places_to_look.items()
        for what in secrets
        if what.casefold() in text.casefold()
    ]
    assert found == []


def test_the_firehose_would_have_seen_a_canary(suite, firehose):
    """The same net catches what is really sent in clear."""
    with pika.BlockingConnection(pika.URLParameters(suite.env["AMQP_URL"])) as connection:
        connection.channel().basic_publish("", "nowhere", b"a canary in clear")
    until(lambda: any(b"a canary in clear" in seen for seen in firehose.messages), 10, "the canary is seen")


def go_everywhere(suite, folder) -> list[str]:
    """Every flow with its mistakes; the codes that were mailed."""
    enrol(suite.env, folder, CANARY)
    stranger = Api(suite.gateway_url)
    stranger.sign_up(Person(**{**CANARY.card, "first_name": "Nobody"}))
    api = create_account(suite, CANARY)
    first = code_in(suite.mail.wait_for(CANARY.email, "code"))
    stranger.sign_up(CANARY)
    stranger.send("POST", "/sign-ups/confirmation", {"email": CANARY.email, "code": first})
    stranger.log_in(CANARY.username, NEW_PASSWORD)
    assert api.send("GET", "/me").json()["username"] == CANARY.username
    assert api.send("GET", "/sessions").status_code == 200
    changed = api.send("PUT", "/me/password", {"current_password": NEW_PASSWORD, "password": NEW_PASSWORD})
    assert changed.status_code == 422, changed.text
    broken_requests(stranger)
    second = recover(suite, stranger)
    with_a_service_away(suite, stranger)
    return [first, second]


def recover(suite, stranger: Api) -> str:
    """Both boxes, a wrong code, then the right one."""
    asked = stranger.recover(CANARY, username=True, password=True)
    assert asked.status_code == 202, asked.text
    code = code_in(suite.mail.wait_for(CANARY.email, "username"))
    path = f"/recoveries/{asked.json()['recovery_id']}/password"
    assert stranger.send("POST", path, {"code": "00000000", "password": NEW_PASSWORD}).status_code >= 400
    done = stranger.send("POST", path, {"code": code, "password": NEW_PASSWORD})
    assert done.status_code == 204, done.text
    assert stranger.log_in(CANARY.username, NEW_PASSWORD).status_code == 201
    return code


def broken_requests(stranger: Api) -> None:
    """What a careless or hostile client sends, with canaries in every place."""
    body = {**CANARY.card, "email": CANARY.email, "username": CANARY.username, "password": CANARY.password}
    assert stranger.send("POST", "/sign-ups", {**body, CANARY.username: CANARY.password}).status_code >= 400
    assert stranger.send("POST", "/sessions", {"username": [CANARY.username]}).status_code >= 400
    assert stranger.send("GET", f"/{CANARY.username}?email={CANARY.email}").status_code == 404
    headers = {
        "Authorization": f"Bearer {CANARY.password.replace(' ', '')}",
        "X-Request-Id": CANARY.member_id,
    }
    assert stranger.send("GET", "/me", **headers).status_code == 401


def with_a_service_away(suite, stranger: Api) -> None:
    """A peer that does not answer."""
    member = suite.processes["member"]
    member.suspend()
    try:
        assert stranger.sign_up(CANARY).status_code == 503
    finally:
        member.resume()


def metrics(process) -> str:
    """The metrics page of a process."""
    with urllib.request.urlopen(f"{process.health_url}/metrics", timeout=10) as answer:
        return answer.read().decode()
