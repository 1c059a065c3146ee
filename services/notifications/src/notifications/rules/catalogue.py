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

INVITATION_PATH = "provider/invitation"
"""The gateway's page behind an invitation's link; the token follows."""
INVITATION_LINK = Part(Kind.LINK, "invitation_label", "invitation_url")
TOKEN = Part(Kind.FACT, "token_label", "token")
PROVIDER_LINK = Part(Kind.LINK, "provider_portal_label", "portal_url")
OFFICE = Part(Kind.FACT, "office_label", "office")
PERSON = Part(Kind.FACT, "person_label", "person")
REASON = Part(Kind.FACT, "reason_label", "reason")
CASE_NUMBER = Part(Kind.FACT, "case_label", "number")
CASE_DAY = Part(Kind.FACT, "day_label", "day")
_OF_ACCESS = (GREETING, _says("intro"), OFFICE, _says("next"), PROVIDER_LINK, _says("not_you"))

CODE_LETTERS = frozenset(
    {
        "signup.code",
        "recover.code",
        "recover.both",
        "recover.sent",
        "email.code",
        "email.check",
        "email.owner_started",
    }
)
BULK_LETTERS = frozenset({"office.invitation"})

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
    "email.check": (GREETING, _says("intro"), CODE, EXPIRY, _says("resume"), _says("not_you")),
    "email.entry_ended": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "email.change_started": (GREETING, _says("intro"), _says("next"), _says("not_you")),
    "email.changed": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "second_factor.recovery_code_used": (GREETING, _says("intro"), _says("next"), LINK, _says("not_you")),
    "email.owner_started": (
        GREETING,
        _says("intro"),
        _says("next"),
        _says("not_you"),
        USERNAME,
        CODE,
        _says("resume"),
        EXPIRY,
    ),
    "email.owner_noted": (GREETING, _says("intro"), _says("next"), _says("not_you")),
    "recover.sent": (GREETING, _says("intro"), USERNAME, CODE, EXPIRY, _says("resume"), _says("not_you")),
    "office.invitation": (
        GREETING,
        _says("intro"),
        OFFICE,
        INVITATION_LINK,
        TOKEN,
        _says("until"),
        _says("next"),
        _says("not_you"),
    ),
    "access.made_administrator": _OF_ACCESS,
    "access.made_user": _OF_ACCESS,
    "access.permissions_changed": _OF_ACCESS,
    "access.access_revoked": (GREETING, _says("intro"), OFFICE, _says("next"), _says("not_you")),
    "access.access_restored": _OF_ACCESS,
    "access.of_another": (
        GREETING,
        _says("intro"),
        PERSON,
        OFFICE,
        _says("next"),
        PROVIDER_LINK,
        _says("not_you"),
    ),
    "association.confirmed": _OF_ACCESS,
    "access.requested": (
        GREETING,
        _says("intro"),
        PERSON,
        OFFICE,
        _says("next"),
        PROVIDER_LINK,
        _says("not_you"),
    ),
    "access.request_approved": _OF_ACCESS,
    "access.request_denied": (GREETING, _says("intro"), OFFICE, REASON, _says("next"), _says("not_you")),
    "access.request_expired": (GREETING, _says("intro"), OFFICE, _says("next"), _says("not_you")),
    "case.opened": (GREETING, _says("intro"), CASE_NUMBER, _says("next"), _says("not_you")),
    "case.scheduled": (GREETING, _says("intro"), CASE_NUMBER, CASE_DAY, _says("next"), _says("not_you")),
    "case.closed": (GREETING, _says("intro"), CASE_NUMBER, _says("next"), _says("not_you")),
}
"""Frozen keys: they stand in the delivery log and in what support reads."""

KIND = "kind"
"""The fact that says of which kind the account is: member, provider or staff. Words may differ by it."""

LANGUAGES = ("en", "es", "hmn")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def priority(letter: str) -> int:
    """0 for a code, which somebody waits for in front of a page; 2 for what goes out by the list; else 1."""
    if letter in CODE_LETTERS:
        return 0
    return 2 if letter in BULK_LETTERS else 1


def recovery_letter(username: str | None, code: str | None) -> str | None:
    """Which letter answers a recovery (R092, R096, R104); None when there is nothing to say."""
    if username and code:
        return "recover.both"
    if username:
        return "recover.username"
    return "recover.code" if code else None
