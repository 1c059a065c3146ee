"""What may happen to a case (R218, R219)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

OPEN, WAITING, CLOSED = "open", "waiting", "closed"
TRAINING = "training"
MOST_AN_HOUR = 5
"""Cases that one person, or one address without a person, opens within an hour."""

FURTHEST_DAYS = 366


def training_day_problem(kind: str, day: date, today: date) -> str | None:
    """Why a training can't be on that day; None when it can."""
    if kind != TRAINING:
        return "field.invalid"
    if day < today:
        return "field.past_date"
    return "field.too_far" if day > today + timedelta(days=FURTHEST_DAYS) else None


def change_of(
    case: Mapping[str, Any], wanted: Mapping[str, Any], account_id: Any, now: Any
) -> dict[str, Any]:
    """The columns that follow from a specialist's change; a state that is not named stays."""
    state = wanted["state"] or case["state"]
    closed_at = (case["closed_at"] or now) if state == CLOSED else None
    taken = {"assigned_to": account_id} if wanted["take"] else {}
    day = {"scheduled_on": wanted["scheduled_on"]} if wanted["scheduled_on"] else {}
    return {"state": state, "closed_at": closed_at, "changed_at": now} | taken | day


def news(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """What its owner is written about: `closed`, `scheduled` or nothing."""
    if after["state"] == CLOSED and before["state"] != CLOSED:
        return "closed"
    scheduled = after["scheduled_on"] is not None and after["scheduled_on"] != before["scheduled_on"]
    return "scheduled" if scheduled else None
