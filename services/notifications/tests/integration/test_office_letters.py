"""Letters to people of offices, whose address identity tells; and that lists of them keep no code waiting."""

import uuid
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select

from contracts.errors import NotFound, Unavailable
from contracts.events import Event
from contracts.identity import events as identity_events
from contracts.identity import rpc as identity
from contracts.notifications.events import letter_failed
from contracts.provider_directory import events as directory
from notifications import operations
from notifications.config import Sender
from notifications.operations.contents import unseal
from notifications.service import NotificationsService
from servicekit import clock
from servicekit.envelope import pack, schema_of, to_json
from servicekit.events import handling
from servicekit.events.hearing import MARK
from servicekit.store.tables import outbox

ANA, NOBODY = uuid.UUID(int=1), uuid.UUID(int=2)
NOTICE = {"account_id": ANA, "person": "Ben Ruiz", "office": "Portico Demo Group"}
CASE = {"account_id": ANA, "number": 200_001, "kind": "training", "scheduled_on": None}
REQUEST = {"account_id": ANA, "request_id": uuid.UUID(int=9), "feature": None, "office": "Portico Demo Group"}
DECIDED = {"account_id": ANA, "office": "Portico Demo Group", "feature": None, "reason": None}
INVITED = {
    "invitation_id": uuid.UUID(int=3),
    "to": "eve@example.org",
    "first_name": "Eve",
    "office": "Portico Demo Group",
    "token": "tok-9",
    "expires_at": datetime(2026, 11, 29, 23, 42, tzinfo=UTC),
}
CHANGES = ("made_administrator", "made_user", "permissions_changed", "access_revoked", "access_restored")
HEARD = [
    *(
        (directory.access_notice_due, NOTICE | {"what": what, "own": True}, f"access.{what}")
        for what in CHANGES
    ),
    *(
        (directory.access_notice_due, NOTICE | {"what": what, "own": False}, "access.of_another")
        for what in CHANGES
    ),
    (
        directory.association_confirmed,
        {"account_id": ANA, "office": "Portico Demo Group", "role": "user"},
        "association.confirmed",
    ),
    (directory.access_requested, REQUEST | {"person": "Ben Ruiz", "reminder": False}, "access.requested"),
    (directory.access_request_decided, DECIDED | {"state": "approved"}, "access.request_approved"),
    (
        directory.access_request_decided,
        DECIDED | {"state": "denied", "reason": "No"},
        "access.request_denied",
    ),
    (directory.access_request_decided, DECIDED | {"state": "expired"}, "access.request_expired"),
    (directory.case_changed, CASE | {"what": "opened"}, "case.opened"),
    (
        directory.case_changed,
        CASE | {"what": "scheduled", "scheduled_on": date(2026, 12, 3)},
        "case.scheduled",
    ),
    (directory.case_changed, CASE | {"what": "closed"}, "case.closed"),
]
EVERY_EVENT = pytest.mark.parametrize(("event", "fields", "letter"), HEARD)


class FakeIdentity:
    """Knows Ana. Input and output go through identity's own schemas."""

    away, kind, language = False, "provider", "es"

    def call(self, procedure, fields, **_):
        assert procedure is identity.get_recipient
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        asked = takes.load(takes.dump(fields))
        if self.away:
            raise Unavailable(reason="deadline")
        if asked["account_id"] != ANA:
            raise NotFound()
        ana = {
            "email": "ana@example.org",
            "first_name": "Ana",
            "last_name": "Vang",
            "language": self.language,
        }
        ana |= {"kind": self.kind}
        return gives.load(gives.dump(ana))


@pytest.fixture
def peer(kit):
    kit.client.close()
    kit.client = FakeIdentity()
    return kit.client


@pytest.fixture(autouse=True)
def nothing_told(kit):
    """An empty outbox."""
    with kit.database.transaction() as tx:
        tx.session.execute(delete(outbox))


def hear(kit, event: Event, fields):
    """Tell the event and handle it as the running service does; the verdict."""
    body = pack(event.carries, f"{event.exchange}:{event.key}", fields, kit.sealer)
    sealed = {"sealed": body["sealed"]} if "sealed" in body else {}
    envelope = sealed | {
        "event_id": str(uuid.uuid4()),
        "occurred_at": "2026-11-22T20:00:00Z",
        "correlation_id": "request-0001",
        "data": body["fields"],
    }
    methods = (method for method in vars(NotificationsService).values() if event in getattr(method, MARK, ()))
    service = NotificationsService()
    service.kit = kit
    bound = partial(next(methods), service)
    return handling.handle(kit, event, "notifications", bound, {"x-correlation-id": "r"}, to_json(envelope))


def test_every_letter_of_the_directory_is_written_here():
    heard = {event for event in NotificationsService.heard() if event.service == "provider_directory"}
    assert heard == {directory.invitation_issued, *(event for event, _, _ in HEARD)}


@EVERY_EVENT
def test_an_event_leaves_one_letter_to_the_accounts_address_in_her_language(
    kit, peer, rows, event, fields, letter
):
    assert hear(kit, event, fields).action == "done"
    (row,) = rows(kit)
    private = unseal(kit.sealer, row.content)
    assert (row.template, row.language, row.account_id, row.priority) == (letter, "es", ANA, 1)
    assert (private.to, private.first_name, private.facts["kind"]) == ("ana@example.org", "Ana", "provider")


@EVERY_EVENT
def test_what_the_event_says_stands_in_the_mail(kit, peer, office, event, fields, letter):
    hear(kit, event, fields)
    operations.send_next(kit.work())
    (mail,) = office.to("ana@example.org")
    text = mail.get_body(("plain",)).get_content()
    assert ("Portico Demo Group" if "office" in fields else "200001") in text
    assert ("3 de diciembre de 2026" in text) is (letter == "case.scheduled")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("what", ["opened", "closed"])
def test_a_members_case_letter_names_member_services_and_its_telephone(
    kit, peer, office, rows, what, language
):
    peer.kind, peer.language = "member", language
    hear(kit, directory.case_changed, CASE | {"kind": "other", "what": what})
    operations.send_next(kit.work())
    (mail,) = office.to("ana@example.org")
    said = mail.get_body(("plain",)).get_content().partition("200001")[2]
    assert "Member Services" in said.split(kit.settings.support.phone)[0]
    assert [row.kind for row in rows(kit)] == ["member"]


def test_nobody_is_written_to_where_there_is_no_account(kit, peer, rows):
    hear(kit, directory.case_changed, CASE | {"account_id": NOBODY, "what": "opened"})
    assert [row.state for row in rows(kit)] == ["nobody"]


def test_while_identity_is_away_the_event_waits_for_its_next_try(kit, peer, rows):
    peer.away = True
    fields = CASE | {"what": "opened"}
    assert hear(kit, directory.case_changed, fields).action == "wait"
    assert rows(kit) == []


def test_an_invitation_goes_to_the_invited_address_with_its_link(kit_for, office, rows):
    kit = kit_for(office.url, sender=Sender(portal_url="https://portal.portico.example"))
    hear(kit, directory.invitation_issued, INVITED)
    (row,) = rows(kit)
    assert (row.template, row.priority, row.account_id) == ("office.invitation", 2, None)
    operations.send_next(kit.work())
    (mail,) = office.to("eve@example.org")
    text = mail.get_body(("plain",)).get_content()
    assert "https://portal.portico.example/provider/invitation/tok-9" in text
    assert "tok-9" not in mail["Subject"]


def test_a_code_overtakes_a_list_that_was_there_before(kit, office):
    for number in range(30):
        hear(kit, directory.invitation_issued, INVITED | {"to": f"p{number}@example.org"})
    code = {"code": "12345678", "expires_at": clock.now() + timedelta(minutes=15)}
    mail = {"account_id": ANA, "to": "ana@example.org", "first_name": "Ana", "language": "en"}
    hear(kit, identity_events.sign_up_code_issued, mail | code)
    for _ in range(3):
        operations.send_next(kit.work())
    to = [one["To"].addresses[0].addr_spec for one in office.taken]
    assert to[0] == "ana@example.org" and len(to) == 3


def test_an_invitation_that_is_refused_is_told_of_and_one_that_arrives_is_not(kit, office, rows):
    office.answers["p0@example.org"] = "550 nobody here"
    for number in range(2):
        hear(kit, directory.invitation_issued, INVITED | {"to": f"p{number}@example.org"})
        operations.send_next(kit.work())
    assert [row.state for row in rows(kit)] == ["failed", "sent"]
    with kit.work().transaction() as tx:
        told = tx.session.execute(select(outbox.c.about, outbox.c.routing_key)).all()
    assert told == [(str(INVITED["invitation_id"]), letter_failed.key)]


def test_nobody_is_told_of_other_letters_that_fail(kit, peer, office, rows):
    office.answers["ana@example.org"] = "550 nobody here"
    hear(kit, directory.case_changed, CASE | {"what": "opened"})
    operations.send_next(kit.work())
    assert [row.state for row in rows(kit)] == ["failed"]
    with kit.work().transaction() as tx:
        assert tx.session.execute(select(outbox.c.about)).all() == []
