"""What a change of primary doctor keeps to beside the doctor's terms, and when it may begin (R136, R227)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

OUT_OF_AREA, SAME_MONTH = "out_of_area", "same_month"


def out_of_area(doctor: Mapping[str, Any]) -> bool:
    """Whether the doctor's practice is in none of the plan's counties."""
    return doctor["practice"]["county"] is None


def may_begin(day: date, today: date, rule: date) -> bool:
    """Whether an exception may begin on that day: from today on through the day that the `rule` gives.

    Never earlier, since the doctor of a day that has passed was the one who could refer her.
    """
    return today <= day <= rule


def broken(doctor: Mapping[str, Any], day: date, rule: date, refused: str | None = None) -> list[str]:
    """The rules that a change to this doctor on that day is an exception to; `refused` is the directory's."""
    found = [refused] if refused else []
    if out_of_area(doctor):
        found.append(OUT_OF_AREA)
    if day < rule:
        found.append(SAME_MONTH)
    return found


def day_of(wished_on: date | None, today: date, rule: date) -> date:
    """When an approved request begins: on the day wished for, today when that has passed."""
    return max(wished_on, today) if wished_on else rule
