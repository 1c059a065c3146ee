"""How links, roles and permissions read on a page."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_date, gettext

from gateway.web import telephones

ROLES = {"administrator": "Administrator", "user": "User"}
KINDS = {"practitioner": "Practitioner", "group": "Group"}
STATES = {"active": "Active", "suspended": "Suspended", "revoked": "Revoked"}
STATUSES = {"invited": "Invited", "locked": "Locked"} | STATES
FEATURES = {
    "eligibility": "Eligibility",
    "referrals": "Referrals",
    "authorizations": "Authorizations",
    "claims": "Claims",
    "change_requests": "Provider change requests",
    "report_rosters": "Reports: member rosters",
    "report_claims": "Reports: claims",
    "report_quality": "Reports: quality",
    "manage_users": "Manage Users",
}
ACTIONS = {
    "linked": "Account linked",
    "unlinked": "Account unlinked",
    "approved": "Request approved",
    "invited": "Invitation accepted",
    "role_changed": "Role changed",
    "grants_changed": "Permissions changed",
    "suspended": "Access suspended",
    "revoked": "Access ended",
    "restored": "Access given back",
    "ended": "Access ended",
}
ACTORS = {
    "administrator": "An administrator",
    "self": "You",
    "support": "The plan's support specialist",
    "system": "The plan",
}
INVITATION_STATES = {
    "staged": "Waiting to be sent",
    "sent": "Sent",
    "accepted": "Accepted",
    "expired": "Expired",
    "cancelled": "Cancelled",
    "bounced": "Came back: check the address",
    "failed": "Not sent",
}
"""English; the functions below are what pages show."""


def _word(known: Mapping[str, str], key: str) -> str:
    return gettext(known[key]) if key in known else key


def role(key: str) -> str:
    """`Administrator`."""
    return _word(ROLES, key)


def kind(key: str) -> str:
    """`Practitioner` or `Group`."""
    return _word(KINDS, key)


def status(key: str) -> str:
    """`Active`: of a link or of a row of Manage Users (R051)."""
    return _word(STATUSES, key)


def feature(key: str) -> str:
    """`Reports: claims`."""
    return _word(FEATURES, key)


def action(key: str) -> str:
    """What was done to somebody's access."""
    return _word(ACTIONS, key)


def actor(change: Mapping[str, Any]) -> str:
    """Who did it: a name, or what the plan is called."""
    return change["actor_name"] or _word(ACTORS, change["actor_kind"])


def invitation_state(key: str) -> str:
    """`Sent`."""
    return _word(INVITATION_STATES, key)


def name(person: Mapping[str, Any]) -> str:
    """`Lena Okoro`."""
    return f"{person['first_name']} {person['last_name']}".strip()


def phone(representative: Mapping[str, Any]) -> str:
    """A representative's telephone number, or nothing."""
    return telephones.shown(representative["phone"]) if representative.get("phone") else ""


def grant(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """`Claims – Lena Okoro – Main Street`: for one practitioner or site, or for all; `names` by id."""
    scopes = (one.get("provider_scope"), one.get("site_scope"))
    narrowed = [names.get(str(id), gettext("one that is no longer listed")) for id in scopes if id]
    return " – ".join([feature(one["feature"]), *(narrowed or [gettext("all providers and sites")])])


def grant_text(text: str, names: Mapping[str, str]) -> str:
    """The same for the value of a checkbox: `claims|…|…`."""
    named = dict(zip(("feature", "provider_scope", "site_scope"), text.split("|"), strict=False))
    return grant(named, names)


def feature_options(keys: Iterable[str]) -> list[tuple[str, str]]:
    """(key, words) to choose from."""
    return [(key, feature(key)) for key in keys]


def names_of(*lists: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Names by the text of their id, of practitioners and sites."""
    return {str(one["id"]): one["name"] for each in lists for one in each}


def differences(change: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(`added` | `removed` | `role`, words) of one change; empty when nothing but the state changed."""
    before, after = change["before"] or {}, change["after"] or {}
    had, has = (_grants(moment) for moment in (before, after))
    said = [("added", grant(one, names)) for key, one in has.items() if key not in had]
    said += [("removed", grant(one, names)) for key, one in had.items() if key not in has]
    if before.get("role") and after.get("role") and before["role"] != after["role"]:
        said.insert(0, ("role", f"{role(before['role'])} → {role(after['role'])}"))
    return said


def _grants(moment: Mapping[str, Any]) -> dict[tuple, Mapping[str, Any]]:
    given = moment.get("grants") or []
    return {(one["feature"], one.get("provider_scope"), one.get("site_scope")): one for one in given}


def day(at: datetime) -> str:
    """The day of an instant, in the plan's time zone: `Nov 22, 2026`."""
    return format_date(at, "medium")
