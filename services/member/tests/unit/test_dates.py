"""The days that count: when a doctor begins, ages, when a card is there, what a span is today."""

from datetime import UTC, date, datetime, timedelta

import pytest

from member.rules.cards import expected_by, none_because, starts_on
from member.rules.coverage import Span, gaps, state_on
from member.rules.pcp_dates import age_on, next_start
from servicekit import clock

PACIFIC = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (date(2026, 9, 15), date(2026, 10, 1)),
        (date(2026, 9, 1), date(2026, 10, 1)),
        (date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 1, 31), date(2026, 2, 1)),
        (date(2028, 2, 28), date(2028, 3, 1)),
        (date(2028, 2, 29), date(2028, 3, 1)),
        (date(2026, 2, 28), date(2026, 3, 1)),
    ],
)
def test_a_change_begins_on_the_first_of_the_next_month(today, start):
    assert next_start(today) == start


@pytest.mark.parametrize(
    ("moment", "start", "why"),
    [
        ("2026-02-01T07:59:00Z", date(2026, 2, 1), "31 January 23:59 in California"),
        ("2026-02-01T08:01:00Z", date(2026, 3, 1), "1 February 00:01"),
        ("2026-03-08T09:59:00Z", date(2026, 4, 1), "a minute before clocks go forward"),
        ("2026-03-08T10:01:00Z", date(2026, 4, 1), "a minute after"),
        ("2026-11-01T06:59:00Z", date(2026, 11, 1), "31 October 23:59 in summer time"),
        ("2026-11-01T07:01:00Z", date(2026, 12, 1), "1 November 00:01, hours before clocks go back"),
        ("2026-11-01T09:30:00Z", date(2026, 12, 1), "the hour that comes twice"),
        ("2027-01-01T07:59:59Z", date(2027, 1, 1), "the last second of the year"),
        ("2028-03-01T07:59:00Z", date(2028, 3, 1), "29 February 23:59"),
    ],
)
def test_the_plans_own_midnight_counts(moment, start, why):
    with clock.frozen(datetime.fromisoformat(moment).astimezone(UTC)):
        assert next_start(clock.today(PACIFIC)) == start, why


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 6, 15), date(2026, 6, 14), 15),
        (date(2010, 6, 15), date(2026, 6, 15), 16),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
    ],
)
def test_age_in_completed_years(born, day, age):
    assert age_on(born, day) == age


SPANS = [
    Span("medi_cal", date(2026, 1, 1), date(2026, 6, 30)),
    Span("medi_cal", date(2026, 7, 1), None),
    Span("ihss", date(2025, 1, 1), date(2025, 3, 31)),
    Span("ihss", date(2025, 5, 1), date(2025, 12, 31)),
]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2025, 12, 31), "future"),
        (date(2026, 1, 1), "active"),
        (date(2026, 6, 30), "active"),
        (date(2026, 7, 1), "ended"),
    ],
)
def test_a_span_is_active_through_its_last_day(today, state):
    assert state_on(SPANS[0], today) == state


@pytest.mark.parametrize(
    ("before", "after", "last_day"),
    [
        ("2026-07-01T06:59:00Z", "2026-07-01T07:01:00Z", date(2026, 6, 30)),
        ("2027-01-01T07:59:00Z", "2027-01-01T08:01:00Z", date(2026, 12, 31)),
        ("2028-03-01T07:59:00Z", "2028-03-01T08:01:00Z", date(2028, 2, 29)),
        ("2026-03-09T06:59:00Z", "2026-03-09T07:01:00Z", date(2026, 3, 8)),  # clocks went forward that day
        ("2026-11-02T07:59:00Z", "2026-11-02T08:01:00Z", date(2026, 11, 1)),  # and back
    ],
)
def test_at_the_plans_midnight_one_span_ends_and_the_next_begins(before, after, last_day):
    ends, begins = Span("ihss", date(2020, 1, 1), last_day), Span("ihss", last_day + timedelta(days=1), None)
    states = {}
    for moment in (before, after):
        with clock.frozen(datetime.fromisoformat(moment)):
            states[moment] = [state_on(span, clock.today(PACIFIC)) for span in (ends, begins)]
    assert states == {before: ["active", "future"], after: ["ended", "active"]}


def test_a_gap_is_the_days_between_and_none_where_one_follows_the_other():
    assert gaps(SPANS) == [Span("ihss", date(2025, 4, 1), date(2025, 4, 30))]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 2), date(2026, 11, 16)),
        (date(2026, 11, 6), date(2026, 11, 20)),
        (date(2026, 11, 7), date(2026, 11, 20)),
        (date(2026, 11, 8), date(2026, 11, 20)),
    ],
)
def test_a_card_takes_ten_working_days(today, expected):
    assert expected_by(today) == expected


@pytest.mark.parametrize(
    ("spans", "because", "starts"),
    [
        (SPANS[1:2], None, None),
        (SPANS[2:], "ended", None),
        ([Span("ihss", date(2026, 12, 1), None)], "starts_later", date(2026, 12, 1)),
        ([], "not_covered", None),
        ([SPANS[2], Span("ihss", date(2027, 1, 1), None)], "starts_later", date(2027, 1, 1)),
    ],
)
def test_why_there_is_no_card(spans, because, starts):
    today = date(2026, 11, 22)
    assert (none_because(spans, today), starts_on(spans, today)) == (because, starts)
