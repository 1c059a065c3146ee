"""What somebody who loads members sees: progress while it runs, and the outcome. The kit prints it."""

from collections.abc import Mapping

from member.rules.enrolment_rows import REASONS
from servicekit import loading
from servicekit.loading import Progress, Tally, outcomes

__all__ = ["Progress", "outcomes", "summary"]


def summary(
    tally: Tally, meanings: Mapping[str, str] = REASONS, *, unit: str = "rows", place: str = "line"
) -> list[str]:
    """The outcome of a load in lines: counts, and every reason with its count and its first places."""
    return loading.summary(tally, meanings, unit=unit, place=place)
