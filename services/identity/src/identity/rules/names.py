"""Normal forms: what counts as the same username, address, Member ID or person.

`member_id` is the contracts' normal form: without spaces, dots and dashes, in capitals.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable

from contracts.identity.schemas import USERNAME_LONGEST
from contracts.member.member_id import normal_form as member_id

__all__ = ["email", "is_username", "masked_email", "member_id", "plain", "suggestions", "username", "words"]

SUGGESTION_CANDIDATES = 8


def username(text: str) -> str:
    """The form in which two usernames are the same (R070): NFKC, case folded, no space around.

    Folding can bring about a new composition and the other way round, so both repeat until nothing changes.
    """
    while True:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
        if folded == text:
            return folded
        text = folded


def email(text: str) -> str:
    """The form in which two e-mail addresses are the same: people do not tell theirs apart by case."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def plain(text: str) -> str:
    """Letters and digits alone, folded, without accents: `"García-Núñez"` is `"garcianunez"`."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in letters.casefold() if char.isalnum())


def words(text: str) -> set[str]:
    """The words of a name, each in its plain form: "Ana O'Brien-García" gives ana, obrien, garcia."""
    return {plain(word) for word in re.split(r"[\s\-\u2010-\u2015]+", text)} - {""}


def is_username(text: str) -> bool:
    """Whether the text may be a username: printable, and no space inside."""
    return text.isprintable() and not any(char.isspace() for char in text)


def suggestions(taken: str, digits: Iterable[str] | None = None) -> list[str]:
    """Other usernames near a taken one (R070). They hold nothing that only its owner would know."""
    stem = taken.strip()[: USERNAME_LONGEST - 4]
    endings = digits or (f"{secrets.randbelow(9000) + 1000}" for _ in range(SUGGESTION_CANDIDATES))
    return list(dict.fromkeys(stem + ending for ending in endings))


def masked_email(text: str) -> str:
    """`a•••••@example.org`: enough for the owner to know it, too little for others (R181)."""
    local, _, domain = text.rpartition("@")
    return f"{local[:1]}•••••@{domain}"
