"""Letters through a real database to a real mail server."""

import socket
import uuid
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from notifications import operations, repository
from notifications.rules.states import FINAL
from servicekit import clock
from servicekit.work import Work

TO, OTHER = "ana@example.org", "ben@example.org"


def event(kit) -> Work:
    """The work of one heard event."""
    return kit.work(event_id=uuid.uuid4())


def queue_code(kit, to=TO, minutes=15, **mail):
    until = clock.now() + timedelta(minutes=minutes)
    operations.queue(event(kit), "signup.code", to=to, code="12345678", expires_at=until, **mail)


def queue_notice(kit, to=TO, **mail):
    operations.queue(event(kit), "password.changed", to=to, **mail)


def send_all(kit):
    while operations.send_next(kit.work()):
        pass


def later(kit, seconds):
    """Send all that is due in so many seconds from now."""
    with clock.frozen(clock.later(seconds)):
        send_all(kit)


def test_a_queued_letter_is_sent_once(kit, office, rows):
    queue_notice(kit, first_name="Zoë")
    send_all(kit)
    send_all(kit)
    assert [mail["To"] for mail in office.taken] == [TO]
    assert [(row.state, row.attempts, row.failure) for row in rows(kit)] == [("sent", 1, None)]


def test_the_mail_holds_the_name_and_the_code(kit, office):
    queue_code(kit, first_name="José Núñez", language="es")
    send_all(kit)
    text, html = office.taken[0].iter_parts()
    assert "Hola, José Núñez:" in text.get_content() and "1234 5678" in text.get_content()
    assert "José Núñez" in html.get_content() and "1234 5678" in html.get_content()


def test_the_mail_carries_the_id_of_its_delivery(kit, office, rows):
    queue_notice(kit)
    send_all(kit)
    assert office.taken[0]["Message-ID"] == rows(kit)[0].message_id == f"<{rows(kit)[0].id}@portico.example>"


def test_nothing_personal_stands_in_the_row_while_it_waits(kit, rows):
    queue_code(kit, first_name="Canaryfirst", to="canary@example.org")
    (row,) = rows(kit)
    everything = " ".join(str(getattr(row, column.key)) for column in row.__table__.columns)
    assert not any(word in everything for word in ("Canaryfirst", "canary@", "12345678"))


@pytest.mark.parametrize("answer", ["250 taken", "554 no"])
@pytest.mark.parametrize("queue", [queue_code, queue_notice])
def test_the_content_is_wiped_when_the_letters_fate_is_known(kit, office, rows, queue, answer):
    office.answers[TO] = answer
    queue(kit)
    assert rows(kit)[0].content is not None
    send_all(kit)
    assert rows(kit)[0].state in FINAL
    assert rows(kit)[0].content is None


def test_an_event_without_recipient_leaves_a_row_and_sends_nothing(kit, office, rows):
    queue_code(kit, to=None)
    send_all(kit)
    assert office.tried == []
    assert [(row.state, row.content) for row in rows(kit)] == [("nobody", None)]


def test_rows_without_recipient_are_forgotten_after_a_day(kit, rows):
    queue_code(kit, to=None)
    queue_notice(kit)
    operations.forget_nobody(kit.work())
    assert len(rows(kit)) == 2
    with clock.frozen(clock.later(25 * 3600)):
        operations.forget_nobody(kit.work())
    assert [row.template for row in rows(kit)] == ["password.changed"]


def test_a_refusal_for_now_is_tried_again_with_the_same_message_id(kit, office, rows):
    office.answers[TO] = "451 try later"
    queue_notice(kit)
    send_all(kit)
    assert [(row.state, row.failure) for row in rows(kit)] == [("retrying", "server_busy")]
    office.answers.clear()
    later(kit, 3)
    assert [(row.state, row.attempts) for row in rows(kit)] == [("sent", 2)]
    assert office.seen[0].as_bytes() == office.seen[1].as_bytes()


@pytest.mark.parametrize(("after_data", "reason"), [(False, "address_refused"), (True, "message_refused")])
def test_a_refusal_for_good_is_not_tried_again(kit, office, rows, after_data, reason):
    office.after_data, office.answers[TO] = after_data, "550 no such person"
    queue_notice(kit)
    send_all(kit)
    later(kit, 3600)
    assert [(row.state, row.attempts, row.failure) for row in rows(kit)] == [("failed", 1, reason)]


def test_a_code_that_was_refused_for_now_is_tried_again(kit, office, rows):
    office.answers[TO] = "451 try later"
    queue_code(kit)
    send_all(kit)
    office.answers.clear()
    later(kit, 3)
    assert [row.state for row in rows(kit)] == ["sent"]
    assert len(office.to(TO)) == 1


@pytest.mark.parametrize("answer", ["drop", "hang"])
def test_a_code_whose_answer_never_came_is_uncertain_and_not_sent_again(kit, office, rows, answer):
    office.answers[TO] = answer
    queue_code(kit)
    send_all(kit)
    later(kit, 800)
    assert [(row.state, row.content) for row in rows(kit)] == [("uncertain", None)]
    assert len(office.to(TO, "seen")) == 1


@pytest.mark.parametrize(("answer", "reason"), [("drop", "connection_lost"), ("hang", "timed_out")])
def test_a_notice_whose_answer_never_came_is_sent_again_as_the_same_message(
    kit, office, rows, answer, reason
):
    office.answers[TO] = answer
    queue_notice(kit)
    send_all(kit)
    assert [(row.state, row.failure) for row in rows(kit)] == [("retrying", reason)]
    office.answers.clear()
    later(kit, 3)
    assert [row.state for row in rows(kit)] == ["sent"]
    assert [mail["Message-ID"] for mail in office.to(TO, "seen")] == [rows(kit)[0].message_id] * 2


@pytest.mark.parametrize("answer", ["drop", "hang"])
def test_a_code_cut_off_before_its_content_is_tried_again(kit, office, rows, answer):
    office.after_data, office.answers[TO] = False, answer
    queue_code(kit)
    send_all(kit)
    assert [row.state for row in rows(kit)] == ["retrying"]
    office.answers.clear()
    later(kit, 3)
    assert len(office.to(TO)) == 1


def test_a_code_that_ran_out_while_it_waited_is_never_sent(kit, office, rows):
    queue_code(kit, minutes=10)
    later(kit, 601)
    assert office.tried == []
    assert [(row.state, row.failure, row.content) for row in rows(kit)] == [("expired", "code_expired", None)]


def test_letters_wait_while_no_server_is_there(kit_for, rows):
    kit = kit_for("smtp://127.0.0.1:9", smtp_timeout=1.0)
    queue_code(kit)
    queue_notice(kit)
    send_all(kit)
    assert [(row.state, row.failure) for row in rows(kit)] == [("retrying", "connection_lost")] * 2


def test_a_server_that_takes_connections_and_says_nothing_is_left_after_the_timeout(kit_for, rows):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        kit = kit_for(f"smtp://127.0.0.1:{mute.getsockname()[1]}", smtp_timeout=0.3)
        queue_code(kit)
        send_all(kit)
    assert [(row.state, row.failure) for row in rows(kit)] == [("retrying", "timed_out")]


def test_a_server_that_answers_one_letter_at_a_time_is_cut_off(kit_for, rows, drip):
    kit = kit_for(f"smtp://127.0.0.1:{drip}", smtp_timeout=1.0, lease=3.0)
    queue_notice(kit)
    before = clock.now()
    operations.send_next(kit.work())
    assert (clock.now() - before).total_seconds() < 10
    assert [(row.state, row.failure) for row in rows(kit)] == [("retrying", "timed_out")]


def test_an_address_that_is_none_fails_and_adds_no_header(kit, office, rows):
    queue_notice(kit, to="ana@example.org\r\nBcc: all@example.org")
    send_all(kit)
    assert office.tried == []
    assert [(row.state, row.failure) for row in rows(kit)] == [("failed", "address_invalid")]


def test_an_address_with_accents_is_written_to(kit, office):
    queue_notice(kit, to="josé@example.org")
    send_all(kit)
    assert office.tried == ["josé@example.org"]
    assert len(office.taken) == 1


def test_a_letter_that_can_not_be_unsealed_waits_and_stops_no_other(kit, office, rows):
    queue_notice(kit)
    with kit.work().transaction() as tx:
        tx.session.merge(rows(kit)[0]).content = "k9.broken"
    queue_notice(kit, to=OTHER)
    send_all(kit)
    assert [row.failure for row in rows(kit)] == ["content_unreadable", None]
    assert [mail["To"] for mail in office.taken] == [OTHER]


def test_a_letter_is_marked_before_its_content_goes_out(kit, office, rows):
    marked = []
    office.on_content = lambda: marked.extend(row.handed_at for row in rows(kit))
    queue_code(kit)
    send_all(kit)
    assert len(marked) == 1 and marked[0] is not None


@pytest.mark.parametrize("queue", [queue_code, queue_notice])
def test_a_sender_that_lost_its_claim_does_not_hand_the_letter_over(kit, office, rows, queue):
    def take_over():
        with kit.work().transaction() as tx:
            letter = tx.session.merge(rows(kit)[0])
            letter.claim, letter.lease_until = uuid.uuid4(), clock.later(60)

    office.on_recipient = take_over
    queue(kit)
    assert operations.send_next(kit.work()) is True
    assert len(office.tried) == 1
    assert office.seen == []
    assert [(row.state, row.handed_at) for row in rows(kit)] == [("sending", None)]


def test_a_letter_in_someones_hands_is_not_taken_by_another(kit, office, rows):
    queue_notice(kit)
    with kit.work().transaction() as held:
        assert repository.next_due(held.session, kit.work().viewer, clock.now()) is not None
        assert operations.send_next(kit.work()) is False
    assert operations.send_next(kit.work()) is True


@pytest.mark.parametrize(
    ("queue", "handed", "state"),
    [
        (queue_code, True, "uncertain"),
        (queue_code, False, "retrying"),
        (queue_notice, True, "retrying"),
        (queue_notice, False, "retrying"),
    ],
)
def test_a_letter_whose_sender_is_gone_is_settled_when_its_lease_ends(kit, rows, queue, handed, state):
    queue(kit)
    claim = uuid.uuid4()
    with kit.work().transaction() as tx:
        letter = repository.next_due(tx.session, kit.work().viewer, clock.now())
        letter.begin(claim, clock.now(), 60)
    if handed:
        with kit.work().transaction() as tx:
            repository.mark_handed(tx.session, kit.work().viewer, letter.id, claim, clock.now())
    assert operations.settle_abandoned(kit.work()) == 0
    with clock.frozen(clock.later(61)):
        assert operations.settle_abandoned(kit.work()) == 1
    assert [row.state for row in rows(kit)] == [state]


def test_a_notice_is_given_up_after_three_days(kit_for, rows):
    kit = kit_for("smtp://127.0.0.1:9", smtp_timeout=1.0)
    queue_notice(kit)
    send_all(kit)
    later(kit, 72 * 3600 + 1)
    assert [(row.state, row.content) for row in rows(kit)] == [("failed", None)]


def test_the_mail_on_the_wire_is_readable_by_anybody(kit, office):
    queue_notice(kit, first_name="Zoë")
    send_all(kit)
    mail = message_from_bytes(office.taken[0].as_bytes(), policy=default)
    assert not mail.defects
    assert mail.get_content_type() == "multipart/alternative"
