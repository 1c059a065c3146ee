"""Single values of lists by others: names, ZIP codes, telephone numbers, days."""

import re
import unicodedata
from datetime import date

from marshmallow import ValidationError

from contracts.fields import Text

LONGEST = 200
_LINE = Text(longest=LONGEST, shortest=0)
_ZIP = re.compile(r"(\d{5})(?:-?(\d{4}))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PHONE = re.compile(
    r"\+?1?[\s.-]*\(?(\d{3})\)?[\s.-]*(\d{3})[\s.-]*(\d{4})(?:\s*(?:x|ext\.?)\s*(\d{1,8}))?", re.I
)
_STATE = re.compile(r"[A-Z]{2}", re.ASCII)


def tidy(text: str) -> str:
    """One line of text in Unicode's composed form, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def hides(text: str) -> bool:
    """Whether it has characters that nobody sees, or is longer than a line may be: the contract refuses such
    a line, so an answer with it would never arrive."""
    try:
        _LINE.deserialize(text)
    except ValidationError:
        return True
    return any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") for char in text)


def zip_code(text: str) -> str | None:
    """The five digits of a ZIP or ZIP+4 code; None when it is none."""
    found = _ZIP.fullmatch(text.strip())
    return found[1] if found and found[1] != "00000" else None


def is_state(text: str) -> bool:
    """Whether it is two capitals."""
    return bool(_STATE.fullmatch(text))


def phone(text: str) -> tuple[str | None, str | None]:
    """(E.164, extension) of a number in the United States; (None, None) when it is none."""
    found = _PHONE.fullmatch(text.strip())
    return (f"+1{found[1]}{found[2]}{found[3]}", found[4]) if found else (None, None)


def day(text: str) -> date | None:
    """The day written YYYY-MM-DD; None when it is none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def is_partial_day(text: str) -> bool:
    """Whether it is a FHIR date: a year, a month or a day of the calendar."""
    whole = text + "-01-01"[: 10 - len(text)] if len(text) in (4, 7) else text
    if len(text) == 7:
        whole = text + "-01"
    return day(whole) is not None
