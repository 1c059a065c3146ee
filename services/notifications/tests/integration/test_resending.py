"""What Member Services can do about a letter that does not come (R079)."""

import uuid
from datetime import timedelta

import pytest

from contracts.errors import Forbidden, NotFound
from contracts.notifications import rpc
from contracts.notifications.errors import DeliverySettled
from contracts.procedures import MAILROOM, MEMBER, MEMBER_SERVICES, SUPPORT
from notifications import operations
from servicekit import clock
from servicekit.viewer import admit
from servicekit.work import Viewer

TO = "ana@example.org"


def queue(kit, to=TO, **mail):
    operations.queue(kit.work(event_id=uuid.uuid4()), "password.changed", to=to, **mail)


def send_all(kit):
    while operations.send_next(kit.work()):
        pass


def resend(kit, row, role=MEMBER_SERVICES):
    viewer = Viewer("gateway", account_id=uuid.uuid4(), roles=frozenset({role}))
    admit(viewer, rpc.resend_delivery)
    operations.resend_delivery(kit.work(viewer=viewer), row.id)


@pytest.fixture
def waiting(kit, office, rows):
    """A letter that waits for its next try, while its server is well again."""
    office.answers[TO] = "451 try later"
    queue(kit)
    send_all(kit)
    office.answers.clear()
    (row,) = rows(kit)
    assert row.state == "retrying" and row.next_try_at > clock.now()
    return row


def test_a_letter_that_waits_is_sent_at_once(kit, office, rows, waiting):
    send_all(kit)
    assert office.to(TO) == []
    resend(kit, waiting)
    send_all(kit)
    assert [(row.state, row.attempts) for row in rows(kit)] == [("sent", 2)]


def test_a_letter_whose_fate_is_known_is_not_sent_again(kit, office, rows):
    queue(kit)
    send_all(kit)
    with pytest.raises(DeliverySettled) as settled:
        resend(kit, rows(kit)[0])
    send_all(kit)
    assert (settled.value.details, len(office.to(TO))) == ({"state": "sent"}, 1)


def test_a_code_that_ran_out_meanwhile_stays_unsent(kit, office, rows):
    office.answers[TO] = "451 try later"
    code = {"code": "12345678", "expires_at": clock.now() + timedelta(minutes=15)}
    operations.queue(kit.work(event_id=uuid.uuid4()), "signup.code", to=TO, **code)
    send_all(kit)
    office.answers.clear()
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        resend(kit, rows(kit)[0], SUPPORT)
        send_all(kit)
    assert (rows(kit)[0].state, office.to(TO)) == ("expired", [])


def test_a_letter_to_nobody_is_like_none(kit, rows):
    queue(kit, to=None)
    with pytest.raises(NotFound):
        resend(kit, rows(kit)[0])


def test_a_letter_of_an_office_is_not_there_for_member_services(kit, office, rows):
    office.answers[TO] = "451 try later"
    queue(kit, kind="provider")
    send_all(kit)
    with pytest.raises(NotFound):
        resend(kit, rows(kit)[0])
    resend(kit, rows(kit)[0], SUPPORT)


@pytest.mark.parametrize("role", [MEMBER, MAILROOM])
def test_only_who_helps_with_accounts_sends_again(kit, waiting, role):
    with pytest.raises(Forbidden):
        resend(kit, waiting, role)
