"""Each event that is heard, through the kit's own way of handling it, leaves one letter."""

import uuid
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from contracts.errors import Forbidden
from contracts.events import Event
from contracts.identity import events as identity
from contracts.member import events as member
from contracts.notifications.schemas import Deliveries
from contracts.procedures import MEMBER_SERVICES, SUPPORT
from notifications import operations
from notifications.operations.contents import unseal
from notifications.rules import words
from notifications.service import NotificationsService
from servicekit import clock
from servicekit.envelope import pack, to_json
from servicekit.events import handling
from servicekit.events.hearing import MARK
from servicekit.store.tables import inbox
from servicekit.work import Viewer

ACCOUNT = uuid.UUID("00000000-0000-4000-8000-000000000001")
MAIL = {"account_id": ACCOUNT, "to": "ana@example.org", "first_name": "Ana", "language": "es"}
CODE = {"code": "12345678", "expires_at": clock.now() + timedelta(minutes=15)}
ENDED = {"account_id": ACCOUNT, "to": "ana.old@example.org"}
NO_CODE = {"code": None, "expires_at": CODE["expires_at"]}

HEARD = [
    (identity.sign_up_code_issued, MAIL | CODE, "signup.code"),
    (identity.sign_up_repeated, MAIL | NO_CODE, "signup.repeated"),
    (identity.sign_up_repeated, MAIL | CODE, "signup.repeated"),
    (identity.first_session_started, MAIL, "signup.first_login_email"),
    (identity.account_locked, MAIL, "login.locked"),
    (identity.account_unlocked, MAIL, "login.unlocked"),
    (identity.account_disabled, MAIL, "account.disabled"),
    (identity.recovery_requested, MAIL | CODE | {"username": None}, "recover.code"),
    (identity.recovery_requested, MAIL | NO_CODE | {"username": "ana.n"}, "recover.username"),
    (identity.recovery_requested, MAIL | CODE | {"username": "ana.n"}, "recover.both"),
    (identity.password_changed, MAIL, "password.changed"),
    (identity.email_change_code_issued, MAIL | CODE, "email.code"),
    (identity.address_code_issued, MAIL | CODE, "email.check"),
    (identity.email_change_started, MAIL, "email.change_started"),
    (identity.email_changed, MAIL, "email.changed"),
    (identity.recovery_code_used, MAIL, "second_factor.recovery_code_used"),
    (identity.email_for_owner_started, MAIL | CODE | {"username": "ana.n"}, "email.owner_started"),
    (identity.email_for_owner_noted, MAIL | NO_CODE, "email.owner_noted"),
    (identity.reset_for_owner_started, MAIL | CODE | {"username": "ana.n"}, "recover.sent"),
]
EVERY_EVENT = pytest.mark.parametrize(("event", "fields", "letter"), HEARD)


def told(kit, event, fields, event_id=None):
    """The bytes of an event as its teller writes them."""
    body = pack(event.carries, f"{event.exchange}:{event.key}", fields, kit.sealer)
    envelope = {
        "event_id": str(event_id or uuid.uuid4()),
        "occurred_at": "2026-11-22T20:00:00Z",
        "correlation_id": "request-0001",
        "data": body["fields"],
        "sealed": body["sealed"],
    }
    return to_json(envelope)


def hear(kit, event, body):
    """Handle the bytes as the running service does; the verdict."""
    methods = (method for method in vars(NotificationsService).values() if event in getattr(method, MARK, ()))
    service = NotificationsService()
    service.kit = kit
    headers = {"x-correlation-id": "request-0001"}
    return handling.handle(kit, event, "notifications", partial(next(methods), service), headers, body)


def statements(kit, do):
    """The SQL statements that `do` makes."""
    seen = []

    def note(conn, cursor, statement, parameters, context, executemany):
        seen.append(statement)

    sqlalchemy_event.listen(kit.database.engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        sqlalchemy_event.remove(kit.database.engine, "before_cursor_execute", note)
    return seen


def test_every_mail_that_identity_tells_of_is_heard():
    told_of = [found for found in vars(identity).values() if isinstance(found, Event)]
    mails = {found for found in told_of if issubclass(found.carries, identity.Mail)}
    heard = {event for event in NotificationsService.heard() if event.service == "identity"}
    assert heard == mails == {event for event, _, _ in HEARD}


@EVERY_EVENT
def test_an_event_leaves_one_letter(kit, rows, event, fields, letter):
    assert hear(kit, event, told(kit, event, fields)).action == "done"
    (row,) = rows(kit)
    assert (row.template, row.language, row.state, row.account_id) == (letter, "es", "queued", ACCOUNT)
    private = unseal(kit.sealer, row.content)
    assert (private.to, private.first_name) == ("ana@example.org", "Ana")


@EVERY_EVENT
def test_a_repeated_event_leaves_no_second_letter(kit, rows, event, fields, letter):
    body = told(kit, event, fields)
    assert [hear(kit, event, body).action for _ in range(3)] == ["done"] * 3
    assert len(rows(kit)) == 1


@EVERY_EVENT
def test_a_letter_is_at_most_once_just_when_it_holds_a_code(kit, rows, event, fields, letter):
    hear(kit, event, told(kit, event, fields))
    (row,) = rows(kit)
    assert row.pending.at_most_once is (unseal(kit.sealer, row.content).code is not None)


@EVERY_EVENT
def test_the_work_is_the_same_whether_there_is_a_recipient_or_not(kit, rows, event, fields, letter):
    somebody, nobody = told(kit, event, fields), told(kit, event, fields | {"to": None, "account_id": None})
    hear(kit, event, told(kit, event, fields))  # the first connection asks the server's version
    made = [statements(kit, lambda body=body: hear(kit, event, body)) for body in (somebody, nobody)]
    assert made[0] == made[1]
    assert [row.state for row in rows(kit)] == ["queued", "queued", "nobody"]


@EVERY_EVENT
def test_a_letter_knows_what_kind_of_account_it_is_about(kit, rows, event, fields, letter):
    for given, kept in ((fields, "member"), (fields | {"kind": "provider"}, "provider")):
        hear(kit, event, told(kit, event, given))
        assert unseal(kit.sealer, rows(kit)[-1].content).facts["kind"] == kept


def test_a_new_address_is_told_from_when_on_it_is_the_accounts(kit, office):
    hear(kit, identity.email_for_owner_noted, told(kit, identity.email_for_owner_noted, MAIL | NO_CODE))
    operations.send_next(kit.work())
    moment = words.moment(CODE["expires_at"], "America/Los_Angeles", "es")
    assert moment in office.taken[0].get_body(("plain",)).get_content().replace("\n", " ")


def test_an_address_that_is_on_file_no_more_is_written_to_once_more(kit, rows, monkeypatch):
    owner = {"email": "ana@example.org", "first_name": "Ana", "language": "es", "kind": "member"}
    monkeypatch.setattr(kit, "client", SimpleNamespace(call=lambda *_, **__: owner))
    hear(kit, member.contact_email_ended, told(kit, member.contact_email_ended, ENDED))
    (row,) = rows(kit)
    assert (row.template, row.language, row.account_id) == ("email.entry_ended", "es", ACCOUNT)
    assert unseal(kit.sealer, row.content).to == ENDED["to"], "not the address of the account"


def test_a_recovery_with_nothing_to_say_sends_nothing(kit, rows):
    fields = MAIL | NO_CODE | {"username": None}
    hear(kit, identity.recovery_requested, told(kit, identity.recovery_requested, fields))
    assert [row.state for row in rows(kit)] == ["nobody"]


def test_the_row_knows_its_event_and_its_request(kit, rows):
    event_id = uuid.uuid4()
    hear(kit, identity.password_changed, told(kit, identity.password_changed, MAIL, event_id))
    (row,) = rows(kit)
    assert (row.event_id, row.correlation_id) == (event_id, "request-0001")
    assert row.traceparent


def test_the_request_is_named_in_the_mail(kit, office):
    hear(kit, identity.password_changed, told(kit, identity.password_changed, MAIL))
    operations.send_next(kit.work())
    assert office.taken[0]["X-Correlation-ID"] == "request-0001"


def test_a_letter_and_its_inbox_mark_stand_or_fall_together(kit, rows, monkeypatch):
    body = told(kit, identity.password_changed, MAIL)
    monkeypatch.setattr("notifications.operations.queueing.message_id", lambda *_: None)  # a NOT NULL column
    assert hear(kit, identity.password_changed, body).action == "again"
    with kit.work().transaction() as tx:
        assert tx.session.execute(select(inbox.c.handled_at)).scalar_one() is None
    monkeypatch.undo()
    assert hear(kit, identity.password_changed, body).action == "done"
    assert len(rows(kit)) == 1


def listed(kit, roles=frozenset({SUPPORT}), account_id=ACCOUNT):
    work = kit.work(viewer=Viewer(caller="gateway", account_id=uuid.uuid4(), roles=roles))
    return operations.list_deliveries(work, account_id=account_id)


def test_support_reads_how_far_each_letter_came(kit, office):
    hear(kit, identity.password_changed, told(kit, identity.password_changed, MAIL))
    operations.send_next(kit.work())
    hear(kit, identity.account_locked, told(kit, identity.account_locked, MAIL))
    found = Deliveries().dump(listed(kit))["deliveries"]
    assert [(one["template"], one["state"], one["attempts"]) for one in found] == [
        ("login.locked", "queued", 0),
        ("password.changed", "sent", 1),
    ]
    assert "example.org" not in str(found)


def test_the_log_is_an_accounts_own(kit):
    hear(kit, identity.password_changed, told(kit, identity.password_changed, MAIL))
    assert listed(kit, account_id=uuid.uuid4()) == {"deliveries": []}


@pytest.mark.parametrize(("role", "kinds"), [(SUPPORT, 3), (MEMBER_SERVICES, 1)])
def test_member_services_sees_the_letters_of_members_and_support_all(kit, role, kinds):
    for kind in ("member", "provider", "staff"):
        hear(kit, identity.password_changed, told(kit, identity.password_changed, MAIL | {"kind": kind}))
    assert len(listed(kit, frozenset({role}))["deliveries"]) == kinds


def test_what_was_written_to_nobody_is_not_in_the_log(kit):
    hear(kit, identity.account_unlocked, told(kit, identity.account_unlocked, MAIL | {"to": None}))
    assert listed(kit) == {"deliveries": []}


def test_the_log_shows_the_newest_fifty(kit):
    for _ in range(51):
        hear(kit, identity.password_changed, told(kit, identity.password_changed, MAIL))
    assert len(listed(kit)["deliveries"]) == 50


@pytest.mark.parametrize("roles", [frozenset(), frozenset({"member"})])
def test_nobody_but_support_reads_the_log(kit, roles):
    with pytest.raises(Forbidden):
        listed(kit, roles)


def test_a_person_is_not_a_sender(kit):
    hear(kit, identity.password_changed, told(kit, identity.password_changed, MAIL))
    with pytest.raises(Forbidden):
        operations.send_next(kit.work(viewer=Viewer(account_id=uuid.uuid4(), roles=frozenset({SUPPORT}))))
