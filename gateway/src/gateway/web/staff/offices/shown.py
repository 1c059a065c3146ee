"""How somebody's access reads to the plan's people."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, gettext

from contracts.provider_directory.access import ADMINISTRATOR
from gateway.web import telephones
from gateway.web.provider import shown as offices

ACTIVE = "active"
USES = {"remittance": "Remittance address", "mailing": "Mailing address", "practice": "Practice"}
"""English."""


def use(key: str) -> str:
    """`Remittance address`."""
    return gettext(USES[key])


def envelope(address: Mapping[str, Any]) -> list[str]:
    """A LetterAddress line by line."""
    place = f"{address['city']}, {address['state']} {address['zip_code']}"
    return [line for line in (address["name"], address["line1"], address["line2"], place) if line]


def long_day(value: date) -> str:
    """`September 15, 2026`."""
    return format_date(value, "long")


def tax_id(digits: str) -> str:
    """`12-3456789`."""
    return f"{digits[:2]}-{digits[2:]}"


def phone(representative: Mapping[str, Any]) -> str:
    """A representative's number as it is dialled here: `831-555-0134`."""
    return telephones.shown(representative["phone"]) if representative["phone"] else ""


def now(user: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """What an OfficeUser may do now, a line for each; `names` of practitioners and sites by id."""
    every = bool(user["features"]) and not user["grants"]
    return _lines(user["role"], user["status"], every, user["grants"], names)


def moment(access: Mapping[str, Any] | None, names: Mapping[str, str]) -> list[str]:
    """The same for `before` or `after` of a change."""
    if access is None:
        return [gettext("No access")]
    every = bool(access.get("all_features"))
    return _lines(access["role"], access.get("state", ACTIVE), every, access.get("grants") or [], names)


def permissions(
    role: str, every: bool, grants: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> list[str]:
    """`Claims – Lena Okoro`, a line for each permission."""
    if role == ADMINISTRATOR:
        return [gettext("Every permission, and manages users")]
    if every:
        return [gettext("Every permission")]
    return [offices.grant(one, names) for one in grants] or [gettext("No permissions")]


def _lines(
    role: str, status: str, every: bool, grants: list[Mapping[str, Any]], names: Mapping[str, str]
) -> list[str]:
    said = [] if status in (ACTIVE, "locked", "invited") else [offices.status(status)]
    return [*said, offices.role(role), *permissions(role, every, grants, names)]


def actor(change: Mapping[str, Any]) -> str:
    """Who changed it: a name, herself, or the plan."""
    if change["actor_kind"] == "self":
        return gettext("The person herself")
    return offices.actor(change)
