"""How cases read."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_date, gettext

from contracts.provider_directory.cases import KINDS, STATES

KIND_WORDS = {
    "association_failed": "An account could not be associated",
    "locked_out": "Locked out",
    "lost_email": "No access to the email address",
    "missing_feature": "A feature is missing",
    "webinar_copy": "A copy of the webinar",
    "training": "A training",
    "other": "Something else",
}
STATE_WORDS = {"open": "Open", "waiting": "Waiting for an answer", "closed": "Closed"}
CONTEXT_WORDS = {
    "page": "Page",
    "why": "What happened",
    "type": "Provider Type",
    "provider_id": "Provider ID/Billing Number",
    "group_name": "Name of the group",
    "first_name": "First Name",
    "last_name": "Last Name",
    "username": "Username",
    "feature": "Feature",
    "reference": "Number of the error",
}
WHY_WORDS = {
    "association_held": "Too many tries to associate did not match",
    "no_answer_from_administrator": "No administrator answered a request for access in time",
    "no_administrator": "Somebody asks for access, and no administrator is left to answer",
    "administrator_disabled": "The account of the only administrator was disabled: name another one",
}
"""English by key; the functions below are what pages show."""


def kind(key: str) -> str:
    """`Locked out`."""
    return gettext(KIND_WORDS[key])


def state(key: str) -> str:
    """`Open`."""
    return gettext(STATE_WORDS[key])


def kinds() -> list[tuple[str, str]]:
    """(code, words) to choose from."""
    return [(key, kind(key)) for key in KINDS]


def states() -> list[tuple[str, str]]:
    """(code, words) of the queue's tabs."""
    return [(key, state(key)) for key in STATES]


def context(case: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, text) of what the page knew when the case was opened."""
    return [
        (_label(key), gettext(WHY_WORDS.get(text, text))) for key, text in case["context"].items() if text
    ]


def _label(key: str) -> str:
    return gettext(CONTEXT_WORDS[key]) if key in CONTEXT_WORDS else key.replace("_", " ").capitalize()


def day(value: Any) -> str:
    """`Dec 4, 2026`."""
    return format_date(value, "medium")
