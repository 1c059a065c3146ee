"""Coverage spans: days on which a line of business covers a member, both ends included (R170)."""

from dataclasses import dataclass
from datetime import date

MEDI_CAL = "medi_cal"
IHSS = "ihss"
LINES = (MEDI_CAL, IHSS)


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
