"""The four fields of the card against the record (R063–R066)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from member.rules.coverage import Span
from member.rules.matching import NOBODY, OnFile, Typed, answer, matches

TODAY = date(2026, 10, 15)
ON_FILE = OnFile(
    key="11111111-1111-4111-8111-111111111111",
    member_id_digest=b"d" * 32,
    first_name="María José",
    last_name="García-López",
    date_of_birth=date(1980, 2, 29),
    date_of_death=None,
    spans=(Span("medi_cal", date(2025, 1, 1), None),),
)
TYPED = Typed(
    member_id_digest=b"d" * 32,
    first_name="maria jose",
    last_name="GARCIA LOPEZ JR",
    date_of_birth=date(1980, 2, 29),
)


def test_all_four_right_match():
    assert matches(TYPED, ON_FILE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_name": "Mario"},
        {"last_name": "Garcia"},
        {"date_of_birth": date(1980, 3, 1)},
        {"member_id_digest": b"e" * 32},
    ],
    ids=["first name", "last name", "birth date", "member id"],
)
def test_one_field_wrong_does_not_match(wrong):
    assert not matches(replace(TYPED, **wrong), ON_FILE)


def test_day_and_month_are_not_interchangeable():
    on_file = replace(ON_FILE, date_of_birth=date(1980, 5, 4))
    assert not matches(replace(TYPED, date_of_birth=date(1980, 4, 5)), on_file)


NAMES = st.text(
    st.characters(min_codepoint=0x41, max_codepoint=0x17F, categories=["L"]), min_size=1, max_size=15
)


@given(NAMES, NAMES, st.dates(date(1900, 1, 1), TODAY))
def test_a_twin_with_another_member_id_never_matches(first, last, born):
    twin = replace(ON_FILE, member_id_digest=b"t" * 32, first_name=first, last_name=last, date_of_birth=born)
    typed = Typed(member_id_digest=b"d" * 32, first_name=first, last_name=last, date_of_birth=born)
    assert not matches(typed, twin)
    assert matches(typed, replace(twin, member_id_digest=b"d" * 32))


def test_the_answer_for_a_match_is_the_key_and_whether_she_may_register():
    assert answer(TYPED, ON_FILE, TODAY) == {"member_key": ON_FILE.key, "may_register": True, "minor": False}


def test_a_child_who_is_not_matched_is_not_given_away_as_a_child():
    child = replace(ON_FILE, date_of_birth=date(2020, 2, 29))
    assert answer(TYPED, child, TODAY) == {"member_key": None, "may_register": False, "minor": False}


@pytest.mark.parametrize(
    "found", [None, replace(ON_FILE, first_name="Ana")], ids=["unknown id", "wrong name"]
)
def test_no_match_says_nothing_about_which_field(found):
    assert answer(TYPED, found, TODAY) == {"member_key": None, "may_register": False, "minor": False}


def test_a_match_who_may_not_register_is_still_named_to_identity():
    child = replace(ON_FILE, date_of_birth=date(2020, 2, 29))
    typed = replace(TYPED, date_of_birth=date(2020, 2, 29))
    assert answer(typed, child, TODAY) == {"member_key": ON_FILE.key, "may_register": False, "minor": True}


def test_nobody_can_match_the_stand_in_for_an_unknown_member():
    typed = Typed(NOBODY.member_id_digest, NOBODY.first_name, NOBODY.last_name, NOBODY.date_of_birth)
    assert answer(typed, None, TODAY)["member_key"] is None
