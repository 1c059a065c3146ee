"""Contact details on a real database: whose they are, versions, what must stay, the history (R137-R143)."""

import json
import threading
import uuid
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from contracts.errors import ContractError, InvalidInput, NotFound
from contracts.member import errors as e
from contracts.member import rpc
from contracts.member.contact import ContactPoint
from contracts.procedures import MEMBER
from member.operations import contact
from member.operations.demo import load_demo
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.envelope import schema_of
from servicekit.work import Client, Viewer

ADDRESS = {
    "kind": "address", "use": "home", "line1": "12 Pajaro Lane", "city": "Watsonville", "state": "CA",
    "zip_code": "95076", "county": "Santa Cruz",
}  # fmt: skip
PHONE = {"kind": "phone", "use": "cell", "number": "831-555-0142", "text_consent": True}
EMAIL = {"kind": "email", "use": "personal", "email": "wren@example.org"}
ANA, BERTA = PEOPLE[0].key, PEOPLE[1].key


@pytest.fixture(autouse=True)
def demo(kit):
    load_demo(kit.database, kit.settings.index_key, clock.today(kit.settings.plan_zone))
    with kit.database.transaction() as tx:
        tx.session.execute(text("TRUNCATE contact_points CASCADE"))


@pytest.fixture
def as_member(kit):
    """`as_member(key)`: a call of that member's own."""

    def work(key=ANA):
        viewer = Viewer(
            caller="gateway", account_id=uuid.uuid5(key or ANA, "account"), person_key=key,
            roles=frozenset({MEMBER}),
        )  # fmt: skip
        return kit.work(viewer=viewer, client=Client(address="192.0.2.7"))

    return work


def ask(procedure, work, **fields):
    """Call as the door does: through the contract's schemas both ways."""
    takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
    answer = getattr(contact, procedure.name)(work, **takes.load(takes.dump(fields))) or {}
    return gives.load(gives.dump(answer))


def add(work, **entry):
    return ask(rpc.create_contact_point, work, **entry)


def change(work, seen, entry, **changes):
    return ask(rpc.change_contact_point, work, **ref(seen) | entry | changes)


def end(work, seen):
    return ask(rpc.end_contact_point, work, **ref(seen))


def ref(seen):
    return {name: seen[name] for name in ("contact_point_id", "version")}


def entries(work):
    return ask(rpc.get_contact, work)["contact_points"]


def at_once(do, items):
    """Do it for each, all at the same time."""
    threads = [threading.Thread(target=do, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def test_what_was_added_is_there_as_it_was_meant(as_member):
    work = as_member()
    for entry in (ADDRESS, PHONE, EMAIL):
        add(work, **entry)
    address, email, phone = entries(work)
    assert {name: address[name] for name in ADDRESS} == ADDRESS
    assert (phone["number"], phone["text_consent"], phone["extension"]) == ("+18315550142", True, None)
    assert (email["email"], email["verified"]) == ("wren@example.org", False)
    assert [one["version"] for one in (address, phone, email)] == [1, 1, 1]
    assert [one["needed"] for one in (address, phone, email)] == [True, False, False]


def test_a_change_is_another_version(as_member):
    work = as_member()
    first = add(work, **ADDRESS)
    second = change(work, first, ADDRESS, line1="9 Laurel Street", city="Fresno", county="Fresno")
    assert (second["version"], second["line1"]) == (2, "9 Laurel Street")
    assert second["warnings"] == ["contact.out_of_area"], "warned about, and taken all the same"
    assert entries(work) == [second]


def test_who_saw_an_older_version_is_told_what_it_says_now(as_member):
    work = as_member()
    first = add(work, **PHONE)
    second = change(work, first, PHONE, number="831-555-0143")
    for late in (lambda: change(work, first, PHONE, number="831-555-0144"), lambda: end(work, first)):
        with pytest.raises(e.ContactChanged) as told:
            late()
        assert ContactPoint().load(told.value.details["current"]) == second
        assert json.dumps(told.value.details), "plain JSON, for the wire"
    assert entries(work) == [second]


def test_of_twenty_changes_at_once_with_the_same_version_one_is_made(as_member):
    seen, outcomes = add(as_member(), **PHONE), []
    ready = threading.Barrier(20)

    def edit(number: int) -> None:
        ready.wait()
        try:
            change(as_member(), seen, PHONE, number=f"831-555-01{number:02}")
            outcomes.append(f"+183155501{number:02}")
        except e.ContactChanged as told:
            outcomes.append(told.details["current"]["version"])

    at_once(edit, range(20))
    winners = [one for one in outcomes if isinstance(one, str)]
    (now,) = entries(as_member())
    assert (len(winners), len(outcomes), now["version"]) == (1, 20, 2)
    assert now["number"] == winners[0]
    assert [one for one in outcomes if one not in winners] == [2] * 19


def test_one_phone_is_preferred(as_member):
    work = as_member()
    add(work, **PHONE | {"preferred": True})
    second = add(work, **PHONE | {"number": "831-555-0143", "preferred": True})
    assert [(one["preferred"], one["version"]) for one in entries(work)] == [(False, 2), (True, 1)]
    third = change(work, entries(work)[0], PHONE, preferred=True)
    assert [one["preferred"] for one in entries(work)] == [True, False]
    assert third["version"] == 3
    again = change(work, third, PHONE, preferred=True)
    assert (again["preferred"], again["version"]) == (True, 4), "preferring it again is one change"
    end(work, entries(work)[0])
    assert [one["contact_point_id"] for one in entries(work)] == [second["contact_point_id"]]


def test_of_eight_phones_that_become_preferred_at_once_one_is(as_member):
    for number in range(8):
        add(as_member(), **PHONE | {"number": f"831-555-01{number:02}"})
    seen = entries(as_member())

    def prefer(one) -> None:
        change(as_member(), one, PHONE, number=one["number"], preferred=True)

    at_once(prefer, seen)
    assert sum(one["preferred"] for one in entries(as_member())) == 1


def test_the_last_mailing_address_stays_until_there_is_another(as_member):
    work = as_member()
    home = add(work, **ADDRESS)
    with pytest.raises(e.ContactPointNeeded):
        end(work, home)
    mailing = add(work, **ADDRESS | {"use": "mailing"})
    assert [one["needed"] for one in entries(work)] == [False, True]
    with pytest.raises(e.ContactPointNeeded):
        end(work, mailing)
    with pytest.raises(e.ContactPointNeeded):
        change(work, mailing, ADDRESS, use="other")
    add(work, **ADDRESS | {"use": "mailing", "line1": "PO Box 12"})
    end(work, mailing)
    end(work, home)
    assert [(one["line1"], one["needed"]) for one in entries(work)] == [("PO Box 12", True)]


def test_two_mailing_addresses_can_not_both_go_at_once(as_member):
    seen, refused = [add(as_member(), **ADDRESS | {"use": "mailing"}) for _ in range(2)], []

    def drop(one) -> None:
        try:
            end(as_member(), one)
        except e.ContactPointNeeded:
            refused.append(one)

    at_once(drop, seen)
    assert (len(refused), len(entries(as_member()))) == (1, 1)


def outcome(do):
    """What a caller can tell apart."""
    try:
        return do()
    except ContractError as refused:
        return (refused.code, refused.details)


@pytest.mark.parametrize("entry", [ADDRESS | {"use": "mailing"}, PHONE, EMAIL])
def test_the_entry_of_another_member_is_answered_like_one_that_never_was(as_member, entry):
    hers = add(as_member(BERTA), **entry)
    gone = add(as_member(ANA), **PHONE | {"number": "831-555-0199"})
    end(as_member(ANA), gone)
    never = hers | {"contact_point_id": uuid.uuid4()}
    for seen in (hers, hers | {"version": 99}, gone, never):
        for other in (ADDRESS, PHONE, EMAIL):
            assert outcome(lambda: change(as_member(ANA), seen, other)) == ("common.not_found", {})  # noqa: B023
        assert outcome(lambda: end(as_member(ANA), seen)) == ("common.not_found", {})  # noqa: B023
    assert entries(as_member(BERTA)) == [hers]
    assert entries(as_member(ANA)) == []


@contextmanager
def counted(kit):
    """The statements that are run inside the block."""
    statements: list[str] = []

    def heard(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(kit.database.engine, "before_cursor_execute", heard)
    yield statements
    event.remove(kit.database.engine, "before_cursor_execute", heard)


def test_another_members_entry_costs_the_same_statements_as_one_that_never_was(as_member, kit):
    hers = add(as_member(BERTA), **PHONE)
    costs = []
    for seen in (hers, hers | {"contact_point_id": uuid.uuid4()}):
        with counted(kit) as statements:
            outcome(lambda: change(as_member(), seen, PHONE))  # noqa: B023
            outcome(lambda: end(as_member(), seen))  # noqa: B023
        costs.append(statements)
    assert costs[0] == costs[1] and len(costs[0]) == 4


def test_who_is_no_member_has_no_entries_and_can_not_add_any(as_member):
    for key in (None, uuid.uuid4()):
        assert entries(as_member(key)) == []
        with pytest.raises(NotFound):
            add(as_member(key), **PHONE)


def test_an_entry_stays_of_its_kind(as_member):
    phone = add(as_member(), **PHONE)
    with pytest.raises(NotFound):
        change(as_member(), phone, EMAIL)


def test_a_number_that_is_none_is_refused(as_member):
    with pytest.raises(InvalidInput) as refused:
        add(as_member(), **PHONE | {"number": "555-0142"})
    assert refused.value.details == {"fields": {"number": ["field.invalid_phone"]}}


def test_ten_of_a_kind_are_kept_the_oldest_first_and_are_enough(as_member):
    for number in range(10):
        add(as_member(), **PHONE | {"number": f"831-555-01{number:02}"})
    assert [int(one["number"][-2:]) for one in entries(as_member())] == list(range(10))
    with pytest.raises(e.ContactFull):
        add(as_member(), **PHONE)
    add(as_member(), **EMAIL)


def test_the_history_says_who_did_what_when_and_what_it_said(as_member, kit):
    work = as_member()
    first = add(work, **PHONE | {"preferred": True})
    second = change(work, first, PHONE, number="831-555-0143")
    end(work, second)
    with kit.database.transaction() as tx:
        notes = tx.session.execute(text("SELECT * FROM contact_changes ORDER BY version")).all()
    assert [(note.version, note.action) for note in notes] == [(1, "added"), (2, "changed"), (3, "ended")]
    assert {(note.changed_by, note.source) for note in notes} == {(str(work.viewer.account_id), "member")}
    said = [json.loads(work.sealer.unseal("member.contact", note.facts["sealed"])) for note in notes]
    assert [one["number"][-4:] for one in said] == ["0142", "0143", "0143"]
    assert work.sealer.unseal("member.contact", notes[0].facts["from"]) == b"192.0.2.7"


def test_a_copy_of_the_tables_says_neither_where_somebody_lives_nor_how_to_reach_her(as_member, rows):
    for entry in (ADDRESS, PHONE, EMAIL):
        add(as_member(), **entry)
    stored = str(rows("SELECT p.*, c.* FROM contact_points p JOIN contact_changes c ON true"))
    assert "95076" in stored, "reports need county and ZIP code"
    for secret in ("Pajaro", "5550142", "wren@", "Watsonville", "192.0.2.7"):
        assert secret not in stored


def test_reading_takes_one_statement(as_member, kit):
    add(as_member(), **PHONE)
    with counted(kit) as statements:
        entries(as_member())
    assert len(statements) == 1
