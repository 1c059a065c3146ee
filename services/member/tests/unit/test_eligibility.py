"""Who may have an account of her own (R085; docs/decisions/0005-who-may-register.md)."""

from datetime import date

import pytest

from member.rules.coverage import Span
from member.rules.eligibility import age_on, is_minor, may_register

TODAY = date(2026, 10, 15)
ADULT = date(1980, 5, 1)


def span(starts_on: date, ends_on: date | None = None) -> Span:
    return Span(line="medi_cal", starts_on=starts_on, ends_on=ends_on)


ACTIVE = [span(date(2025, 1, 1))]

AGES = [
    (date(2014, 10, 15), TODAY, 12, "on the birthday"),
    (date(2014, 10, 16), TODAY, 11, "the day before the birthday"),
    (date(2008, 10, 15), TODAY, 18, "eighteen today"),
    (date(2026, 10, 15), TODAY, 0, "born today"),
    (date(2012, 2, 29), date(2024, 2, 28), 11, "leap-day child, the day before, leap year"),
    (date(2012, 2, 29), date(2024, 2, 29), 12, "leap-day child, leap year"),
    (date(2014, 3, 1), date(2026, 2, 28), 11, "first of March, the day before"),
    (date(2008, 2, 29), date(2026, 2, 28), 17, "leap-day child on 28 February of a common year"),
    (date(2008, 2, 29), date(2026, 3, 1), 18, "leap-day child on 1 March of a common year"),
    (date(2008, 12, 31), date(2026, 12, 30), 17, "New Year's Eve, the day before"),
]


@pytest.mark.parametrize(("born", "on", "years"), [row[:3] for row in AGES], ids=[row[3] for row in AGES])
def test_age_in_whole_years(born, on, years):
    assert age_on(born, on) == years


COVERAGE = [
    ([span(date(2025, 1, 1))], True, "open-ended"),
    ([span(date(2025, 1, 1), TODAY)], True, "ends today"),
    ([span(date(2026, 11, 1))], True, "begins in the future"),
    ([span(date(2020, 1, 1), date(2021, 12, 31))], True, "ended: history is hers to read"),
    ([span(date(2020, 1, 1), date(2021, 12, 31)), span(date(2026, 12, 1))], True, "ended and coming back"),
    ([], False, "never covered"),
]


@pytest.mark.parametrize(("spans", "answer"), [row[:2] for row in COVERAGE], ids=[row[2] for row in COVERAGE])
def test_coverage_decides_who_may_register(spans, answer):
    assert may_register(ADULT, None, spans, TODAY) is answer


@pytest.mark.parametrize(
    ("born", "answer"),
    [
        (date(2014, 10, 15), True),
        (date(2014, 10, 16), False),
        (date(2026, 1, 1), False),
        (date(2008, 1, 1), True),
    ],
    ids=["twelve today", "twelve tomorrow", "a baby", "eighteen"],
)
def test_a_child_under_twelve_has_no_account_of_her_own(born, answer):
    assert may_register(born, None, ACTIVE, TODAY) is answer


def test_nobody_registers_for_a_member_who_died():
    assert not may_register(ADULT, date(2026, 10, 14), ACTIVE, TODAY)


@pytest.mark.parametrize(
    ("born", "answer"), [(date(2008, 10, 16), True), (date(2008, 10, 15), False)], ids=["17", "18"]
)
def test_a_minor_is_anybody_under_eighteen(born, answer):
    assert is_minor(born, TODAY) is answer
