"""When a card may be ordered, and when it arrives."""

from collections.abc import Sequence
from datetime import date, timedelta

from member.rules.coverage import Span, state_on

ARRIVAL_DAYS = 10
"""Working days until a card is there: what the member is told (R110)."""

REORDER_DAYS = 14
"""So long after it was mailed a card may still be on its way."""

SATURDAY = 5


def expected_by(today: date, working_days: int = ARRIVAL_DAYS) -> date:
    """The day so many working days (Monday to Friday) after `today`."""
    day = today
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < SATURDAY
    return day


def none_because(spans: Sequence[Span], today: date) -> str | None:
    """Why there is no card today (R109): `not_covered`, `starts_later`, `ended`; None when there is one."""
    states = {state_on(span, today) for span in spans}
    if "active" in states:
        return None
    if "future" in states:
        return "starts_later"
    return "ended" if states else "not_covered"


def starts_on(spans: Sequence[Span], today: date) -> date | None:
    """The first day of coverage that is to come."""
    return min((span.starts_on for span in spans if span.starts_on > today), default=None)
