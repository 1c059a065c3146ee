"""The password policy (R071, R098; NIST SP 800-63B-4): length and blocklist, no composition rule.

Reasons are message keys. A password of any Unicode characters is compared and hashed in NFC.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from contracts.identity.schemas import PASSWORD_LONGEST
from identity.rules.blocklist import holds_plan_word, is_common
from identity.rules.names import plain

SHORTEST = 15
SHORTEST_WITH_SECOND_FACTOR = 8

TOO_SHORT = "password.too_short"
TOO_LONG = "password.too_long"
COMMON = "password.common"
PERSONAL = "password.personal"
PLAN_WORD = "password.plan_word"
SAME = "password.same"


@dataclass(frozen=True, slots=True)
class Owner:
    """What a guesser who knows the person would try."""

    names: tuple[str, ...] = ()
    username: str = ""
    email: str = ""
    date_of_birth: date | None = None
    member_id: str = ""


def normal(password: str) -> str:
    """The form that is hashed: NFC, so that the same keys give the same password on every device."""
    return unicodedata.normalize("NFC", password)


def refusal(password: str, owner: Owner | None = None, *, second_factor: bool = False) -> str | None:
    """Why the password may not be used, or None. Without an owner only what needs no person is checked."""
    password = normal(password)
    if len(password) < (SHORTEST_WITH_SECOND_FACTOR if second_factor else SHORTEST):
        return TOO_SHORT
    if len(password) > PASSWORD_LONGEST:
        return TOO_LONG
    if is_common(password):
        return COMMON
    if owner and is_personal(password, owner):
        return PERSONAL
    return PLAN_WORD if holds_plan_word(password) else None


def is_personal(password: str, owner: Owner) -> bool:
    """Whether it holds the owner's name, username, address, birth date or Member ID."""
    squeezed, words = plain(password), set(map(plain, re.split(r"[\W\d_]+", password)))
    pieces = {plain(piece) for piece in _pieces(owner)} - {""}
    if any(piece in squeezed if len(piece) > 3 else piece in words for piece in pieces):
        return True
    digits = re.sub(r"\D", "", password)
    return owner.date_of_birth is not None and any(
        spelling in (digits if spelling.isdigit() else squeezed)
        for spelling in birth_dates(owner.date_of_birth)
    )


def _pieces(owner: Owner) -> set[str]:
    names = {part for name in owner.names for part in [name, *re.split(r"[\s\-']+", name)]}
    return {piece for piece in names if len(piece) > 1} | {
        owner.username,
        owner.email.rpartition("@")[0],
        owner.member_id,
    }


def birth_dates(day: date) -> set[str]:
    """How people write their birth date without signs: `19870412`, `04121987`, `apr121987`, …"""
    years = (f"{day:%Y}", f"{day:%y}")
    digits = {
        text
        for year in years
        for month, number in ((f"{day:%m}", f"{day:%d}"), (str(day.month), str(day.day)))
        for text in (year + month + number, month + number + year, number + month + year)
        if len(text) >= 6
    }
    month_name = day.strftime("%B").casefold()
    words = {
        text
        for month in (month_name, month_name[:3])
        for number in {f"{day:%d}", str(day.day)}
        for year in ("", *years)
        for text in (month + number + year, number + month + year)
        if year or len(text) >= 6
    }
    return digits | words
