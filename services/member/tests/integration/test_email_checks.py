"""An e-mail address among the contact details is verified by a code, and told when it goes (R142)."""

import uuid

import pytest
from sqlalchemy import delete, select, text

from contracts.errors import NotFound
from contracts.identity.errors import CodeExpired, CodeWrong
from contracts.member import errors as e
from contracts.member import events, rpc
from contracts.procedures import MEMBER
from member.operations import contact, email_checks
from member.operations.demo import load_demo
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.envelope import schema_of
from servicekit.events.handling import opened
from servicekit.store.tables import outbox
from servicekit.work import Viewer
from support.fake_codes import CODE, FakeCodes

ANA, BERTA = PEOPLE[0].key, PEOPLE[1].key
EMAIL = {"kind": "email", "use": "personal", "email": "wren@example.org"}
PHONE = {"kind": "phone", "use": "cell", "number": "831-555-0142"}
OTHER = EMAIL | {"email": "wren.new@example.org"}


@pytest.fixture
def identity(kit, monkeypatch):
    fake = FakeCodes()
    monkeypatch.setattr(kit, "client", fake)
    return fake


@pytest.fixture(autouse=True)
def demo(kit, identity):
    load_demo(kit.database, kit.settings.index_key, clock.today(kit.settings.plan_zone))
    with kit.database.transaction() as tx:
        tx.session.execute(text("TRUNCATE contact_points CASCADE"))
        tx.session.execute(delete(outbox))


@pytest.fixture
def ask(kit):
    """`ask(procedure, **fields)` as Ana, or as another `by`: through the contract's schemas both ways."""

    def do(procedure, by=ANA, **fields):
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        viewer = Viewer(
            caller="gateway", account_id=uuid.uuid5(by, "account"), person_key=by, roles=frozenset({MEMBER})
        )
        room = email_checks if hasattr(email_checks, procedure.name) else contact
        verb = getattr(room, procedure.name)
        answer = verb(kit.work(viewer=viewer), **takes.load(takes.dump(fields))) or {}
        return gives.load(gives.dump(answer))

    return do


@pytest.fixture
def entry(ask):
    return ask(rpc.create_contact_point, **EMAIL)


def ref(seen):
    return {name: seen[name] for name in ("contact_point_id", "version")}


def verify(ask, entry, code=CODE):
    ask(rpc.start_email_check, **ref(entry))
    return ask(rpc.confirm_email_check, contact_point_id=entry["contact_point_id"], code=code)


def told(kit):
    """To whom it was told that an address is gone."""
    with kit.database.transaction() as tx:
        bodies = tx.session.execute(select(outbox.c.body).order_by(outbox.c.id)).scalars().all()
    return [opened(events.contact_email_ended, body, kit.sealer)[1]["to"] for body in bodies]


def history(kit, entry):
    with kit.database.transaction() as tx:
        asked = text("SELECT action, version FROM contact_changes WHERE contact_point_id = :id ORDER BY at")
        return list(map(tuple, tx.session.execute(asked, {"id": entry["contact_point_id"]})))


def test_an_address_counts_as_verified_after_its_code_and_keeps_its_version(kit, ask, identity, entry):
    assert entry["verified"] is False
    shown = verify(ask, entry)
    assert (shown["verified"], shown["version"]) == (True, entry["version"])
    assert identity.mailed == {entry["contact_point_id"]: "wren@example.org"}
    assert [one["verified"] for one in ask(rpc.get_contact)["contact_points"]] == [True]
    assert history(kit, entry) == [("added", 1), ("verified", 1)]


def test_a_wrong_code_verifies_nothing(ask, entry):
    with pytest.raises(CodeWrong):
        verify(ask, entry, "00000000")
    assert ask(rpc.get_contact)["contact_points"][0]["verified"] is False


def test_a_code_that_was_used_before_its_effect_was_lost_is_good_again(ask, identity, entry):
    identity.used.add(entry["contact_point_id"])
    assert verify(ask, entry)["verified"] is True


def test_another_address_must_be_verified_anew_and_the_verified_one_is_told(kit, ask, entry):
    verify(ask, entry)
    changed = ask(rpc.change_contact_point, **ref(entry), **OTHER)
    assert changed["verified"] is False
    assert told(kit) == ["wren@example.org"]


def test_a_change_of_its_use_alone_leaves_it_verified(kit, ask, entry):
    verify(ask, entry)
    again = {"use": "other", "email": "Wren@example.org"}
    assert ask(rpc.change_contact_point, **ref(entry), **EMAIL | again)["verified"] is True
    assert told(kit) == []


def test_a_verified_address_is_told_that_it_was_deleted_and_an_unverified_one_is_not(kit, ask, entry):
    verify(ask, entry)
    ask(rpc.end_contact_point, **ref(entry))
    ask(rpc.end_contact_point, **ref(ask(rpc.create_contact_point, **OTHER)))
    assert told(kit) == ["wren@example.org"]


def test_no_code_is_mailed_to_what_an_entry_said_before(ask, identity, entry):
    ask(rpc.change_contact_point, **ref(entry), **OTHER)
    with pytest.raises(e.ContactChanged):
        ask(rpc.start_email_check, **ref(entry))
    assert identity.mailed == {}


def test_an_entry_that_came_to_say_something_else_meanwhile_stays_unverified(ask, identity, entry):
    identity.during = lambda: ask(rpc.change_contact_point, **ref(entry), **OTHER)
    with pytest.raises(CodeExpired):
        verify(ask, entry)
    assert ask(rpc.get_contact)["contact_points"][0]["verified"] is False


def test_entries_of_others_and_of_other_kinds_are_not_there(ask, identity, entry):
    phone = ask(rpc.create_contact_point, **PHONE)
    never = {"contact_point_id": uuid.uuid4(), "version": 1}
    for by, which in ((BERTA, entry), (ANA, phone), (ANA, never)):
        with pytest.raises(NotFound):
            ask(rpc.start_email_check, by, **ref(which))
        with pytest.raises(NotFound):
            ask(rpc.confirm_email_check, by, contact_point_id=which["contact_point_id"], code=CODE)
    assert identity.asked == []
