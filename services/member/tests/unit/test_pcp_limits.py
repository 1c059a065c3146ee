"""What a change of primary doctor is an exception to, and when one may begin (R136, R227)."""

from datetime import date, timedelta

import pytest

from member.rules.pcp_dates import next_start
from member.rules.pcp_limits import broken, day_of, may_begin, out_of_area

NEAR, FAR = {"practice": {"county": "Merced"}}, {"practice": {"county": None}}
LEAP_DAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    "today",
    [date(2026, 9, 15), date(2026, 12, 31), date(2026, 10, 1), LEAP_DAY, date(2026, 3, 8), date(2026, 11, 1)],
)
def test_an_exception_begins_from_today_through_the_day_of_the_rule(today):
    rule = next_start(today)
    allowed = [day for n in range(-40, 80) if may_begin(day := today + timedelta(days=n), today, rule)]
    assert (allowed[0], allowed[-1], len(allowed)) == (today, rule, (rule - today).days + 1)


@pytest.mark.parametrize(
    ("doctor", "days_before", "refused", "rules"),
    [
        (NEAR, 0, None, []),
        (NEAR, 0, "closed", ["closed"]),
        (NEAR, 1, None, ["same_month"]),
        (FAR, 0, None, ["out_of_area"]),
        (FAR, 16, "age", ["age", "out_of_area", "same_month"]),
    ],
)
def test_every_rule_that_is_broken_is_named(doctor, days_before, refused, rules):
    rule = date(2026, 10, 1)
    assert broken(doctor, rule - timedelta(days=days_before), rule, refused) == rules


def test_a_practice_in_a_county_of_the_plan_is_in_the_area():
    assert (out_of_area(NEAR), out_of_area(FAR)) == (False, True)


@pytest.mark.parametrize(
    ("wished_on", "begins"),
    [
        (None, date(2026, 10, 1)),
        (date(2026, 9, 20), date(2026, 9, 20)),
        (date(2026, 9, 15), date(2026, 9, 15)),
        (date(2026, 9, 2), date(2026, 9, 15)),
    ],
)
def test_an_approved_wish_never_begins_in_the_past(wished_on, begins):
    assert day_of(wished_on, date(2026, 9, 15), date(2026, 10, 1)) == begins
