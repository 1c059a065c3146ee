"""Reading a typed date. The form asks month, day and year apart, so 9/8 is never read as 8/9 (R065);
a whole date pasted into one of the boxes is understood as well."""

import re
from datetime import date

MONTHS = (
    ("january", "enero"), ("february", "febrero"), ("march", "marzo"), ("april", "abril"),
    ("may", "mayo"), ("june", "junio"), ("july", "julio"), ("august", "agosto"),
    ("september", "septiembre", "setiembre"), ("october", "octubre"),
    ("november", "noviembre"), ("december", "diciembre"),
)  # fmt: skip

_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_US = re.compile(r"(?P<month>\d{1,2}|[^\W\d_]+\.?)[\s/.,-]+(?P<day>\d{1,2})[\s/.,-]+(?P<year>\d{4})")
_RUN_TOGETHER = re.compile(r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>\d{4})")


def month_number(text: str) -> int | None:
    """`9`, `09`, `Sept`, `septiembre` → 9; None when it names no month."""
    word = text.strip().rstrip(".").casefold()
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    for number, names in enumerate(MONTHS, start=1):
        if len(word) >= 3 and any(name.startswith(word) for name in names):
            return number
    return None


def split_date(text: str) -> tuple[str, str, str] | None:
    """A whole date as (month, day, year) texts, or None: `09/15/1980`, `1980-09-15`, `Sept 15, 1980`."""
    for pattern in (_ISO, _US, _RUN_TOGETHER):
        if found := pattern.fullmatch(text.strip()):
            return found["month"], found["day"], found["year"]
    return None


def iso_date(month: str, day: str, year: str) -> str | None:
    """The three boxes as `1980-09-15`; `""` when all are empty, None when they name no day.

    A whole date in any one box counts when the other two are empty.
    """
    typed = [part.strip() for part in (month, day, year)]
    filled = [part for part in typed if part]
    if not filled:
        return ""
    if len(filled) == 1:
        typed = list(split_date(filled[0]) or typed)
    number = month_number(typed[0])
    if number is None or not re.fullmatch(r"\d{1,2}", typed[1]) or not re.fullmatch(r"\d{4}", typed[2]):
        return None
    try:
        return date(int(typed[2]), number, int(typed[1])).isoformat()
    except ValueError:
        return None
