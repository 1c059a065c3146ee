"""The letters there are: stable keys, and what each one is made of, in order (R235).

A part names a text of the language catalogues; the words are in `templates/texts/<language>.toml`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a part is shown."""

    GREETING = "greeting"
    PARAGRAPH = "paragraph"
    CODE = "code"
    FACT = "fact"
    LINK = "link"
    SIGN_OFF = "sign_off"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a letter: `text` is its words (of CODE, FACT and LINK the label), `value` what it shows."""

    kind: Kind
    text: str
    value: str | None = None


def _says(text: str) -> Part:
    return Part(Kind.PARAGRAPH, text)


GREETING = Part(Kind.GREETING, "greeting")
CODE = Part(Kind.CODE, "code_label", "code")
EXPIRY = _says("expiry")
USERNAME = Part(Kind.FACT, "username_label", "username")
LINK = Part(Kind.LINK, "portal_label", "portal_url")
CLOSING = (
    Part(Kind.PARAGRAPH, "support"),
    Part(Kind.SIGN_OFF, "sign_off", "plan"),
    Part(Kind.SMALL, "automatic"),
)

CODE_LETTERS = frozenset({"signup.code", "recover.code", "recover.both", "email.code"})

LETTERS: dict[str, tuple[Part, ...]] = {
    "signup.code": (GREETING, _says("intro"), CODE, EXPIRY, _says("resume"), _says("not_you")),
    "signup.repeated": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "signup.first_login_email": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "login.locked": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "login.unlocked": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "account.disabled": (GREETING, _says("intro"), _says("next")),
    "recover.username": (GREETING, _says("intro"), USERNAME, _says("next"), LINK, _says("not_you")),
    "recover.code": (GREETING, _says("intro"), CODE, EXPIRY, _says("resume"), _says("not_you")),
    "recover.both": (GREETING, _says("intro"), USERNAME, CODE, EXPIRY, _says("resume"), _says("not_you")),
    "password.changed": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "email.code": (GREETING, _says("intro"), CODE, EXPIRY, _says("resume"), _says("not_you")),
    "email.change_started": (GREETING, _says("intro"), _says("next"), _says("not_you")),
    "email.changed": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
}
"""Frozen keys: they stand in the delivery log and in what support reads."""

LANGUAGES = ("en", "es", "hmn")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def recovery_letter(username: str | None, code: str | None) -> str | None:
    """Which letter answers a recovery (R092, R096, R104); None when there is nothing to say."""
    if username and code:
        return "recover.both"
    if username:
        return "recover.username"
    return "recover.code" if code else None
