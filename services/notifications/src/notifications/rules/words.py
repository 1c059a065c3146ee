"""Names, codes, moments and hours as a reader wants them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_name

from notifications.config import Support

LOCALES = {"en": "en_US", "es": "es_US"}
HALF_DAYS = {"en": ("a.m.", "p.m."), "es": ("a.\u00a0m.", "p.\u00a0m.")}
BETWEEN = {"en": ("through", "to"), "es": ("a", "a")}
AT = {"en": "{time} {zone} on {day}", "es": "el {day} {at} {time} ({zone})"}

_A_MONDAY = date(2024, 1, 1)
_NOT_IN_NAMES = re.compile(r"[^\w\s.'’\u02bc\-]|[\d_]")


def known(language: str) -> str:
    """The language whose formats are used: hmn has none, so English."""
    return language if language in LOCALES else "en"


def greeting_name(name: str | None) -> str | None:
    """A name fit to greet with, on one line; None for what does not look like a name (a link, a number)."""
    if not name:
        return None
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain or len(plain) > 60 or _NOT_IN_NAMES.search(plain) or "." in plain.rstrip("."):
        return None
    return plain


def grouped(code: str) -> str:
    """A code in groups of four, or three, so that it can be read out: `1234 5678`."""
    if not code.isalnum():
        return code
    size = 4 if len(code) % 4 == 0 else 3 if len(code) % 3 == 0 else len(code)
    return " ".join(code[at : at + size] for at in range(0, len(code), size))


def clock_time(at: time, language: str) -> str:
    """`8 a.m.`, `5:30 p.m.` (R155)."""
    half = HALF_DAYS[known(language)][at.hour >= 12]
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}\u00a0{half}"


def moment(at: datetime, zone: str, language: str) -> str:
    """`3:42 p.m. Pacific Time on November 22, 2026`: an instant in the plan's time zone.

    In Spanish with its article: `el 22 de noviembre de 2026 a las 3:42 p. m. (hora del Pacífico)`.
    """
    local = at.astimezone(ZoneInfo(zone))
    locale = LOCALES[known(language)]
    name = get_timezone_name(ZoneInfo(zone), width="long", zone_variant="generic", locale=locale)
    day = format_date(local.date(), format="long", locale=locale)
    article = "a la" if local.hour % 12 == 1 else "a las"
    spoken = clock_time(local.time(), language)
    return AT[known(language)].format(time=spoken, zone=name, day=day, at=article)


def day(iso: str, language: str) -> str:
    """`November 22, 2026`: a day that was written YYYY-MM-DD; empty when none was."""
    locale = LOCALES[known(language)]
    return format_date(date.fromisoformat(iso), format="long", locale=locale) if iso else ""


def hours(support: Support, language: str) -> str:
    """`Monday through Friday, 8 a.m. to 5:30 p.m.`"""
    through, to = BETWEEN[known(language)]
    first, last = (_weekday(day, language) for day in support.days)
    days = first if first == last else f"{first} {through} {last}"
    opens, closes = clock_time(support.opens, language), clock_time(support.closes, language)
    if known(language) == "es":
        return f"de {days}, de {opens} {to} {closes}"
    return f"{days}, {opens} {to} {closes}"


def _weekday(day: int, language: str) -> str:
    at = _A_MONDAY + timedelta(days=day - 1)
    return format_date(at, format="cccc", locale=LOCALES[known(language)])
