"""The running service: real process, real broker, real database, real mail server."""

import json
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from contracts.identity import events as identity
from notifications.service import NotificationsService
from servicekit import clock
from servicekit.envelope import pack, to_json
from servicekit.publisher import ConfirmedPublisher
from servicekit.seal import Sealer
from servicekit.topology import listener_queue
from support.polling import until

SLOW = "slow@example.org"


@pytest.fixture
def tell(broker_url, test_secrets):
    """`tell(event, to, **fields)`: an event of identity, confirmed by the broker; its id."""
    sealer, publisher = Sealer.parse(test_secrets["PORTICO_SEAL_KEYS"]), ConfirmedPublisher(broker_url)
    for event in NotificationsService.heard():  # what an earlier test's killed process left
        publisher.channel().queue_delete(listener_queue("notifications", event))

    def tell_(event, to, event_id=None, **fields):
        event_id = event_id or uuid.uuid4()
        body = pack(
            event.carries, f"{event.exchange}:{event.key}", {"to": to, "language": "en"} | fields, sealer
        )
        at = datetime.now(UTC).isoformat()
        envelope = {"event_id": str(event_id), "occurred_at": at, "correlation_id": "request-0001"}
        envelope |= {"data": body["fields"], "sealed": body["sealed"]}
        publisher.publish(event.exchange, event.key, to_json(envelope), {"x-correlation-id": "request-0001"})
        return event_id

    yield tell_
    publisher.close()


@pytest.fixture
def tell_code(tell):
    """`tell_code(to)`: a sign-up code of a quarter of an hour."""

    def tell_(to, **fields):
        expires_at = clock.later(timedelta(minutes=15).total_seconds())
        return tell(identity.sign_up_code_issued, to, code="48205917", expires_at=expires_at, **fields)

    return tell_


@pytest.fixture
def start(start_service, kit_for):
    """`start(smtp_url, lease=60)`: the running service on the emptied database; `start.kit` looks into it."""

    def start_(smtp_url, lease="60", timeout="10", **env):
        start_.kit = start_.kit or kit_for(smtp_url)
        settings = {"NOTIFICATIONS_LEASE": lease, "NOTIFICATIONS_SMTP_TIMEOUT": timeout}
        return start_service("notifications", {"SMTP_URL": smtp_url} | settings | env)

    start_.kit = None
    return start_


def states(rows, start):
    return [row.state for row in rows(start.kit)]


def test_an_event_becomes_a_mail_within_seconds(start, office, tell_code):
    start(office.url)
    tell_code("ana@example.org", first_name="Zoë")
    until(lambda: office.to("ana@example.org"), 5, "a mail")
    assert "4820 5917" in office.taken[0].get_body(("plain",)).get_content()
    assert office.taken[0]["X-Correlation-ID"] == "request-0001"


def test_a_server_that_hangs_on_one_letter_keeps_no_other_waiting(start, office, tell, tell_code):
    office.after_data, office.answers[SLOW] = False, "hang"
    start(office.url, timeout="100", lease="200")
    for _ in range(5):
        tell_code(SLOW)
    until(lambda: office.tried.count(SLOW) == 5, 20, "the slow letters to be under way")
    for number in range(10):
        tell(identity.password_changed, f"quick{number}@example.org")
    until(lambda: len(office.taken) == 10, 5, "the others to be sent")


def test_a_hung_server_does_not_stop_the_service_from_hearing(start, office, tell, rows):
    office.answers[SLOW] = "hang"
    running = start(office.url, timeout="100", lease="200")
    for _ in range(20):
        tell(identity.password_changed, SLOW)
    until(lambda: len(rows(start.kit)) == 20, 5, "the events to be heard while letters hang")
    assert running.is_ready()
    running.kill()  # an orderly stop would wait for the letters that hang


def test_a_code_is_not_sent_again_after_a_kill_and_a_notice_is(start, office, tell, tell_code, rows):
    office.answers = {"code@example.org": "hang", "notice@example.org": "hang"}
    running = start(office.url, lease="3")
    tell_code("code@example.org")
    tell(identity.password_changed, "notice@example.org")
    until(lambda: len(office.seen) == 2, 20, "the letters to be under way")
    running.kill()
    office.answers.clear()
    assert states(rows, start) == ["sending", "sending"]
    start(office.url, lease="3")
    until(lambda: sorted(states(rows, start)) == ["sent", "uncertain"], 20, "the letters to be settled")
    assert len(office.to("code@example.org", "seen")) == 1
    ids = {mail["Message-ID"] for mail in office.to("notice@example.org", "seen")}
    assert len(office.to("notice@example.org", "seen")) == 2 and len(ids) == 1
    assert all(row.content is None for row in rows(start.kit))


def test_a_code_whose_sender_was_killed_before_its_content_is_sent(start, office, tell_code, rows):
    office.after_data, office.answers[SLOW] = False, "hang"
    running = start(office.url, lease="3")
    tell_code(SLOW)
    until(lambda: office.tried, 20, "the letter to be under way")
    running.kill()
    office.answers.clear()
    start(office.url, lease="3")
    until(lambda: states(rows, start) == ["sent"], 20, "the code to be sent")
    assert len(office.to(SLOW)) == 1


def test_a_letter_under_way_is_finished_before_the_service_stops(start, office, tell_code, rows):
    office.delay = 1.5
    running = start(office.url)
    tell_code("ana@example.org")
    until(lambda: office.seen, 20, "the letter to be under way")
    running.stop()
    until(lambda: running.process.exit_code() == 0, 20, "a good end")
    assert states(rows, start) == ["sent"]


def test_two_processes_send_each_letter_once(start, office, tell, rows):
    start(office.url)
    start(office.url)
    for number in range(60):
        tell(identity.password_changed, f"person{number}@example.org")
    until(lambda: states(rows, start) == ["sent"] * 60, 20, "all letters to be sent")
    assert len({mail["To"] for mail in office.seen}) == len(office.seen) == 60


def test_an_event_told_twice_is_one_mail(start, office, tell, rows):
    start(office.url)
    event_id = uuid.uuid4()
    for _ in range(3):
        tell(identity.password_changed, "ana@example.org", event_id=event_id)
    tell(identity.password_changed, "last@example.org")
    until(
        lambda: len(rows(start.kit)) == 2 and set(states(rows, start)) == {"sent"},
        20,
        "all letters to be sent",
    )
    assert len(office.to("ana@example.org", "seen")) == 1


@pytest.mark.parametrize("security", ["smtps", "smtp+starttls"])
def test_mail_goes_over_tls_with_a_log_in(start, open_tls_office, tell, security):
    office, certificate = open_tls_office(security)
    start(f"{security}://portico:p%40ss@localhost:{office.port}", SSL_CERT_FILE=certificate)
    tell(identity.password_changed, "ana@example.org")
    until(lambda: office.taken, 20, "a mail")
    assert office.logged_in == [("portico", "p@ss")]


@pytest.mark.parametrize("security", ["smtps", "smtp+starttls"])
def test_mail_is_not_given_to_a_server_that_can_not_prove_who_it_is(
    start, open_tls_office, tell, rows, security
):
    office, _ = open_tls_office(security)
    start(f"{security}://portico:p%40ss@localhost:{office.port}")
    tell(identity.password_changed, "ana@example.org")
    until(lambda: [row.state for row in rows(start.kit)] == ["retrying"], 20, "an attempt")
    assert office.logged_in == office.tried == []


def test_nothing_personal_is_logged_or_measured(start, office, tell_code, tell, rows):
    office.answers["refused-canary@example.org"] = "554 refused-canary@example.org is unknown"
    running = start(office.url)
    names = {"first_name": "Canaryname"}
    tell_code("code-canary@example.org", **names)
    tell(identity.account_locked, "refused-canary@example.org", **names)
    tell(identity.password_changed, "canary\nnone", **names)
    done = {"sent", "failed"}
    until(
        lambda: len(rows(start.kit)) == 3 and set(states(rows, start)) == done,
        20,
        "the letters to be settled",
    )
    with urllib.request.urlopen(f"{running.health_url}/metrics", timeout=5) as answer:
        metrics = answer.read().decode()
    assert 'portico_deliveries_total{state="sent",template="signup.code"} 1.0' in metrics
    running.stop()
    until(lambda: running.process.exit_code() == 0, 20, "a good end")
    written = running.logs() + metrics
    assert "delivery.tried" in written
    assert not [word for word in ("canary", "Canary", "48205917", "4820 5917") if word in written]
    assert all(json.loads(line) for line in running.logs().splitlines())
