"""Finding a member, opening her record, and who opened it (R225, R237)."""

import uuid
from datetime import date, timedelta

import pytest
from marshmallow import ValidationError
from sqlalchemy import event, text

from contracts.errors import Forbidden, NotFound
from contracts.member import rpc
from contracts.member.staff import LOOK_REASONS
from contracts.procedures import MAILROOM, PROVIDER_SERVICES, SUPPORT
from member.models import RecordLook, RecordSearch
from member.rules.demo_table import PEOPLE
from servicekit import clock

ANA, TOU = PEOPLE[0], PEOPLE[1]
NOBODY = uuid.UUID(int=99)


@pytest.fixture
def look(ask):
    def do(key=ANA.key, reason="own_case", **more):
        return ask(rpc.get_member_for_staff, member_key=key, reason=reason, **more)

    return do


def names(found):
    return [member["first_name"] for member in found["members"]]


def test_a_member_is_found_by_her_id_however_it_is_typed(ask):
    (found,) = ask(rpc.search_members, member_id="pch-1000 0101")["members"]
    assert (found["member_key"], found["member_id_end"], found["covered"]) == (ANA.key, "0101", True)


@pytest.mark.parametrize("first_name", [None, "ana", "Ana Lucia"])
def test_she_is_found_by_last_name_and_birth_date_and_the_beginning_of_her_first_name(ask, first_name):
    born = ANA.date_of_birth
    found = ask(rpc.search_members, last_name="RAMIREZ", first_name=first_name, date_of_birth=born)
    assert names(found) == ["Ana Lucía"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"member_id": "PCH10000199"},
        {"last_name": "Ramírez", "date_of_birth": date(1970, 1, 1)},
        {"last_name": "Vang", "date_of_birth": ANA.date_of_birth},
        {"last_name": "Ramírez", "date_of_birth": ANA.date_of_birth, "first_name": "Eva"},
    ],
)
def test_who_finds_nobody_learns_nothing_else(ask, wrong):
    assert ask(rpc.search_members, **wrong) == {"members": [], "more": False}


@pytest.mark.parametrize("half", [{"last_name": "Ramírez"}, {"date_of_birth": ANA.date_of_birth}, {}])
def test_half_a_search_is_refused(ask, half):
    with pytest.raises(ValidationError):
        ask(rpc.search_members, **half)


def test_a_search_is_written_down_with_what_was_typed_sealed(ask, rows):
    ask(rpc.search_members, member_id="PCH10000101")
    ask(rpc.search_members, last_name="Ramírez", date_of_birth=date(1970, 1, 1))
    found = rows("SELECT by, cardinality(found), record_searches::text FROM record_searches ORDER BY at, by")
    assert sorted(row[:2] for row in found) == [("member_id", 1), ("name", 0)]
    assert not any("PCH" in row[2] or "Ram" in row[2] for row in found)


@pytest.mark.parametrize("role", [MAILROOM, SUPPORT, PROVIDER_SERVICES])
def test_only_member_services_finds_and_opens_records(ask, role, count):
    for procedure, fields in (
        (rpc.search_members, {"member_id": "PCH10000101"}),
        (rpc.get_member_for_staff, {"member_key": ANA.key, "reason": "own_case"}),
        (rpc.list_record_looks_for_staff, {"member_key": ANA.key, "reason": "own_case"}),
    ):
        with pytest.raises(Forbidden):
            ask(procedure, role, account=uuid.uuid4(), **fields)
    assert (count(RecordLook.what), count(RecordSearch.by)) == ({}, {})


def test_the_record_is_one_answer(look, ask, address):
    address()
    found = look()
    assert (found["person"]["member_id"], found["today"]) == ("PCH10000101", date(2026, 9, 15))
    assert [span["line"] for span in found["coverage"]["active"]] == ["medi_cal"]
    assert [span["doctor"]["last_name"] for span in found["pcp"]["current"]] == ["Doctor1"]
    assert {point["use"] for point in found["contact_points"]} == {"home", "mailing"}
    assert (found["orders"], found["may_order"], found["preferences"]["version"]) == ([], True, 1)


def test_the_record_takes_as_many_statements_however_much_there_is(look, kit, address, ask):
    asked = []
    event.listen(kit.database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    look()
    little = len(asked)
    for number in range(5):
        ask(rpc.create_contact_point, key=ANA.key, kind="phone", use="cell", number=f"831-555-014{number}")
    order = {"contact_point_id": address(), "reason": "lost"}
    ask(rpc.create_card_order_for_member, member_key=ANA.key, **order)
    asked.clear()
    look()
    assert len(asked) == little


def test_every_look_is_written_down(look, rows):
    look()
    look(reason="member_on_the_phone", reason_text="Asked where her card is")
    found = rows("SELECT role, what, reason, record_looks::text FROM record_looks ORDER BY at, reason")
    assert {row[:3] for row in found} == {
        ("member_services", "record", "own_case"), ("member_services", "record", "member_on_the_phone"),
    }  # fmt: skip
    assert not any("card" in row[3] for row in found)


def test_a_look_that_cannot_be_written_down_shows_nothing(look, kit):
    with kit.database.transaction() as tx:
        tx.session.execute(text("ALTER TABLE record_looks ADD CONSTRAINT shut CHECK (what <> 'record')"))
    try:
        with pytest.raises(Exception, match="shut"):
            look()
    finally:
        with kit.database.transaction() as tx:
            tx.session.execute(text("ALTER TABLE record_looks DROP CONSTRAINT shut"))


@pytest.mark.parametrize("reason", LOOK_REASONS[1:])
def test_every_reason_but_ones_own_case_needs_a_word_in_writing(look, reason, count):
    with pytest.raises(ValidationError):
        look(reason=reason)
    assert count(RecordLook.what) == {}


def test_a_look_goes_on_for_half_an_hour_with_its_reason(look, ask, rows):
    first = look(reason="compliance", reason_text="Complaint 12")["look_id"]
    goes_on = {"member_key": ANA.key, "look_id": first}
    assert ask(rpc.get_member_for_staff, **goes_on)["look_id"] != first
    assert rows("SELECT DISTINCT reason FROM record_looks") == [("compliance",)]
    for wrong in ({"member_key": TOU.key}, {"account": uuid.uuid4()}, {"look_id": NOBODY}):
        with pytest.raises(NotFound):
            ask(rpc.get_member_for_staff, **goes_on | wrong)
    with clock.frozen(clock.now() + timedelta(minutes=31)), pytest.raises(NotFound):
        ask(rpc.get_member_for_staff, **goes_on)


def test_who_is_not_there_is_not_found_and_leaves_no_look(look, count):
    with pytest.raises(NotFound):
        look(NOBODY)
    assert count(RecordLook.what) == {}


def test_she_sees_who_looked_and_why_but_no_name_and_nothing_written_by_hand(look, ask):
    look(reason="quality_check", reason_text="Sample of September")
    (seen,) = ask(rpc.list_record_looks, key=ANA.key)["looks"]
    assert seen.keys() == {"look_id", "role", "what", "reason", "at"}
    assert (seen["role"], seen["reason"]) == ("member_services", "quality_check")
    assert ask(rpc.list_record_looks, key=TOU.key)["looks"] == []


def test_for_staff_a_look_has_its_account_and_its_words_and_asking_is_a_look(look, ask):
    look(reason="quality_check", reason_text="Sample of September")
    asked = {"member_key": ANA.key, "reason": "compliance", "reason_text": "Complaint 12"}
    found = ask(rpc.list_record_looks_for_staff, **asked)["looks"]
    assert {(seen["what"], seen["reason_text"]) for seen in found} == {
        ("looks", "Complaint 12"), ("record", "Sample of September"),
    }  # fmt: skip


def test_looks_come_in_pages_without_one_missing_or_twice(look, ask, kit):
    look()
    with kit.database.transaction() as tx:
        tx.session.execute(
            text("INSERT INTO record_looks (member_key, looker, role, what, reason, at)"
                 " SELECT member_key, looker, role, what, reason, at - (n % 7) * interval '1 hour'"
                 " FROM record_looks, generate_series(1, 119) AS n")
        )  # fmt: skip
    seen, after = [], None
    while True:
        page = ask(rpc.list_record_looks, key=ANA.key, after=after)
        seen += [row["look_id"] for row in page["looks"]]
        after = page["next"]
        if after is None:
            break
    assert (len(seen), len(set(seen))) == (120, 120)
    assert ask(rpc.list_record_looks, key=TOU.key, after=seen[0])["looks"] == []
