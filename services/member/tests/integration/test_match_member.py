"""`match_member` on a real database: the four fields, for every kind of member (R063–R066, R085)."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, text

from member.operations.demo import load_demo
from member.operations.matching import find_member_keys, match_member
from member.rules.demo_table import PEOPLE
from servicekit import clock

NOW = datetime(2026, 10, 15, 19, tzinfo=UTC)
BY_ID = {person.card_id: person for person in PEOPLE}
NO = {"member_key": None, "may_register": False, "minor": False}


@pytest.fixture(autouse=True)
def demo(kit):
    with clock.frozen(NOW):
        load_demo(kit.database, kit.settings.index_key, date(2026, 10, 15))
        yield


def card(card_id: str, **typed) -> dict:
    person = BY_ID[card_id]
    printed = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "date_of_birth": person.date_of_birth,
        "member_id": person.card_id,
    }
    return printed | typed


def yes(card_id: str, may_register: bool = True, minor: bool = False) -> dict:
    return {"member_key": BY_ID[card_id].key, "may_register": may_register, "minor": minor}


@pytest.mark.parametrize("person", PEOPLE, ids=[person.card_id for person in PEOPLE])
def test_everybody_is_found_by_what_is_on_her_card(work, person):
    assert match_member(work, **card(person.card_id))["member_key"] == person.key


@pytest.mark.parametrize(
    ("card_id", "may_register", "minor"),
    [
        ("PCH-1000-0101", True, False),
        ("PCH-1000-0109", True, False),
        ("PCH-1000-0110", True, False),
        ("PCH-1000-0111", True, True),
        ("PCH-1000-0112", False, True),
        ("PCH-1000-0113", False, False),
    ],
    ids=["covered", "coverage ended", "coverage begins next month", "fourteen", "two years old", "died"],
)
def test_who_may_register(work, card_id, may_register, minor):
    assert match_member(work, **card(card_id)) == yes(card_id, may_register, minor)


def test_who_was_never_covered_is_found_and_may_not_register(work, kit):
    with kit.database.transaction() as tx:
        tx.session.execute(text("DELETE FROM coverage_spans"))
    assert match_member(work, **card("PCH-1000-0101")) == yes("PCH-1000-0101", may_register=False)


@pytest.mark.parametrize(
    ("card_id", "typed"),
    [
        (
            "PCH-1000-0103",
            {"first_name": "maria jose", "last_name": "GARCIA LOPEZ", "member_id": "pch10000103"},
        ),
        (
            "PCH-1000-0105",
            {"first_name": "Siobhan", "last_name": "O\u2019Brien", "member_id": " PCH 1000 0105 "},
        ),
        ("PCH-1000-0106", {"last_name": "Whitfield"}),
        ("PCH-1000-0106", {"last_name": "WHITFIELD, JR."}),
        ("PCH-1000-0107", {"first_name": "x"}),
        ("PCH-1000-0108", {"last_name": "o"}),
    ],
)
def test_what_a_keyboard_decides_does_not_matter(work, card_id, typed):
    assert match_member(work, **card(card_id, **typed)) == yes(card_id)


def test_the_twin_is_never_taken_for_the_one_whose_id_was_typed(work):
    one, other = BY_ID["PCH-1000-0103"], BY_ID["PCH-1000-0104"]
    assert match_member(work, **card("PCH-1000-0103", member_id=other.card_id))["member_key"] == other.key
    assert match_member(work, **card("PCH-1000-0104", member_id=one.card_id))["member_key"] == one.key


WRONG = [
    ("unknown Member ID", {"member_id": "PCH-9999-9999"}),
    ("impossible Member ID", {"member_id": "!"}),
    ("somebody else's Member ID", {"member_id": "PCH-1000-0102"}),
    ("wrong first name", {"first_name": "Anna"}),
    ("wrong last name", {"last_name": "Ramos"}),
    ("wrong birth date", {"date_of_birth": date(1986, 4, 18)}),
    ("percent sign", {"first_name": "%", "last_name": "%"}),
]


@pytest.mark.parametrize("typed", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_anything_wrong_gets_the_one_neutral_answer(work, typed):
    assert match_member(work, **card("PCH-1000-0101", **typed)) == NO


@contextmanager
def counted(kit):
    statements: list[str] = []

    def heard(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(kit.database.engine, "before_cursor_execute", heard)
    yield statements
    event.remove(kit.database.engine, "before_cursor_execute", heard)


def test_every_answer_takes_the_same_statements(work, kit):
    done = []
    for typed in [{}, *(case[1] for case in WRONG)]:
        with counted(kit) as statements:
            match_member(work, **card("PCH-1000-0101", **typed))
        done.append(statements)
    assert len(done[0]) == 1
    assert all(statements == done[0] for statements in done)


def test_keys_are_found_for_member_ids_however_they_are_typed(work):
    asked = ["PCH-1000-0101", "pch 1000 0101", "PCH10000113", "PCH-1000-9999", ""]
    members = find_member_keys(work, member_ids=asked)["members"]
    found = {one["member_id"]: one["member_key"] for one in members}
    ana, harold = BY_ID["PCH-1000-0101"].key, BY_ID["PCH-1000-0113"].key
    assert found == {"PCH-1000-0101": ana, "pch 1000 0101": ana, "PCH10000113": harold}
    assert find_member_keys(work, member_ids=[]) == {"members": []}
