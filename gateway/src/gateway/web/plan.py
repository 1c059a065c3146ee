"""The plan's telephone numbers and office hours as pages show them (R155–R157)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.config import Support


@dataclass(frozen=True)
class Lines:
    """Telephone lines beside Member Services' own."""

    language: str = "800-555-0111"
    nurse: str = "800-555-0124"
    provider: str = "831-555-0130"
    provider_services: str = "831-555-0131"


def open_at(support: Support, zone: str, moment: datetime) -> bool:
    """Whether Member Services answers the telephone at this (aware) moment."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.weekday() in support.weekdays and support.opens <= local.time() < support.closes


def next_opening(support: Support, zone: str, moment: datetime) -> datetime:
    """When the office opens next after this (aware) moment, in the plan's zone."""
    local = moment.astimezone(ZoneInfo(zone))
    for days in range(8):
        day = (local + timedelta(days=days)).date()
        opening = datetime.combine(day, support.opens, tzinfo=ZoneInfo(zone))
        if day.weekday() in support.weekdays and opening > local:
            return opening
    raise ValueError("an office that never opens has no next opening")


def clock_words(at: time) -> str:
    """`8 a.m.`, `5:30 p.m.`, as the plan writes times."""
    half = "a.m." if at.hour < 12 else "p.m."
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}\u00a0{half}"
