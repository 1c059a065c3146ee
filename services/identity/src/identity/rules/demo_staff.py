"""Invented people of the plan and of an office, for a first look. Everybody may know the keys of their
authenticators: never on a real server."""

from dataclasses import dataclass
from typing import Any

from contracts.procedures import MAILROOM, MEMBER_SERVICES, PROVIDER_SERVICES, SUPPORT
from identity.rules.people import Profile


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """One of them: what it takes to log in, and what they do. `key` is base32."""

    person: Profile
    password: str
    role: str
    key: str


def _invented(username: str, last_name: str, password: str, role: str, key: str) -> DemoStaff:
    return DemoStaff(Profile(username, "Sam", last_name, f"{username}@example.org"), password, role, key)


_KEY = "DEMODEMODEMODEMODEMODEMO"

STAFF = (
    _invented("support.demo", "Specialist", "green lantern tidepool", SUPPORT, f"{_KEY}SUPPORTA"),
    _invented("members.demo", "Servicer", "amber kettle sandbar", MEMBER_SERVICES, f"{_KEY}MEMBERSA"),
    _invented("mailroom.demo", "Sorter", "violet ladder meadow", MAILROOM, f"{_KEY}MAILROOM"),
    _invented("services.demo", "Provider", "copper thimble orchard", PROVIDER_SERVICES, f"{_KEY}SERVICES"),
)


OFFICE = Profile("office.demo", "Olive", "Frontdesk", "office.demo@example.org")
"""Somebody of an office, verified and linked to none yet: the association begins with her."""
OFFICE_PASSWORD = "silver harbor lantern"


def office_as_json() -> dict[str, str]:
    """What somebody at the keyboard needs."""
    return {"kind": "provider", "username": OFFICE.username, "password": OFFICE_PASSWORD}


def as_json(staff: DemoStaff) -> dict[str, Any]:
    """What somebody at the keyboard needs."""
    login = {"username": staff.person.username, "password": staff.password}
    return {"kind": "staff", **login, "role": staff.role, "authenticator_key": staff.key}


def by_username(username: str) -> DemoStaff | None:
    """The one with this username."""
    return next((staff for staff in STAFF if staff.person.username == username), None)
