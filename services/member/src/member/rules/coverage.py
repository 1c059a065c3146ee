"""Coverage spans: days on which a line of business covers a member, both ends included (R170)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

MEDI_CAL = "medi_cal"
IHSS = "ihss"
LINES = (MEDI_CAL, IHSS)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Covered from `starts_on` through `ends_on`; None is open-ended."""

    line: str
    starts_on: date
    ends_on: date | None


def first_span(covered_from: date, born: date, died: date | None) -> Span | None:
    """The open-ended Medi-Cal span of somebody loaded from a list of people without coverage dates.

    It begins on the plan's start date or at birth, and death ends it. None for who died before it began.
    """
    starts_on = max(covered_from, born)
    if died and died < starts_on:
        return None
    return Span(MEDI_CAL, starts_on, died)


def state_on(span: Span, today: date) -> str:
    """`active`, `future` or `ended` on that day; a span's last day still is active (R148)."""
    if span.ends_on is not None and span.ends_on < today:
        return "ended"
    return "future" if span.starts_on > today else "active"


def covers(span: Span, day: date) -> bool:
    """Whether the day is one of the span's."""
    return span.starts_on <= day and (span.ends_on is None or day <= span.ends_on)


def gaps(spans: Collection[Span]) -> list[Span]:
    """The days between two spans of one line; spans that follow each other leave none."""
    found = []
    for line in LINES:
        mine = sorted((span for span in spans if span.line == line), key=lambda span: span.starts_on)
        for earlier, later in pairwise(mine):
            first = earlier.ends_on + DAY  # only the last span of a line can be open
            if first < later.starts_on:
                found.append(Span(line, first, later.starts_on - DAY))
    return found
