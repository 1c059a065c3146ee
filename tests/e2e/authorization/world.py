"""Three offices (two under one Tax ID), two members, the plan's staff, and objects of every kind."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from support.cast import Actor, Cast

OWN, SAME_TAX_ID, OTHER, NOT_THERE = "own", "same Tax ID", "other", "not there"
ADDRESS = {
    "kind": "address", "use": "mailing", "line1": "77 Alder Court", "city": "Salinas", "state": "CA",
    "zip_code": "93901", "county": "Monterey",
}  # fmt: skip
PHONE = {"kind": "phone", "use": "cell", "number": "831-555-0142"}
EMAIL = {"kind": "email", "use": "other", "email": "matrix@example.org"}
HEADS = {"administrator": OWN, "other office": OTHER}
STAFF_ROLES = ("support", "provider_services", "member_services", "mailroom")
KINDS = (
    "session_id", "contact_point_id", "email_entry_id", "order_id", "change_id", "link_id", "invitation_id",
    "batch_id", "request_id", "account_id", "member_key", "billing_provider_id", "case_id", "card_batch_id",
    "exception_id", "delivery_id", "own_link_id",
)  # fmt: skip


@dataclass
class World:
    """`actors` by role; `objects[whose][kind]` are ids, and `not there` has ids of nothing. `own_links` are
    the links of the actors themselves."""

    actors: dict[str, Actor] = field(default_factory=dict)
    objects: dict[str, dict[str, str]] = field(default_factory=dict)
    own_links: dict[str, str] = field(default_factory=dict)

    def ids(self, whose: str) -> dict[str, str]:
        """An id of every kind; where somebody has none of a kind, one of nothing."""
        return {kind: str(uuid.uuid4()) for kind in KINDS} | self.objects.get(whose, {})


def build(cast: Cast) -> World:
    """Everybody and everything, through the API."""
    world = World()
    doctors = cast.doctors()
    shared, alone = f"0000{uuid.uuid4().int % 10**5:05}", f"0001{uuid.uuid4().int % 10**5:05}"
    offices = {
        OWN: cast.office(shared, doctors[0]), SAME_TAX_ID: cast.office(shared, doctors[1]),
        OTHER: cast.office(alone, doctors[2]),
    }  # fmt: skip
    outsider = cast.office_person()
    heads = {}
    for whose, entry in offices.items():
        heads[whose] = cast.office_person()
        world.objects[whose] = _office_objects(cast, heads[whose], entry, outsider)
    members = {whose: cast.member() for whose in (OWN, OTHER)}
    for whose, member in members.items():
        world.objects[whose] |= _member_objects(member)
    world.own_links |= {role: world.objects[whose]["link_id"] for role, whose in HEADS.items()}
    world.actors = {
        "anonymous": cast.nobody(), "member": members[OWN], "unassociated": outsider,
        "administrator": heads[OWN], "user": _user(cast, heads[OWN], world), "other office": heads[OTHER],
    } | {role: cast.staff(role) for role in STAFF_ROLES}  # fmt: skip
    return world


def _office_objects(cast: Cast, head: Actor, entry: dict[str, str], outsider: Actor) -> dict[str, str]:
    link = cast.associate(head, entry)
    invitation, batch = cast.invite(head, f"vera.{uuid.uuid4().hex[:8]}@example.org")
    matched = outsider.done("POST", "/me/links/match", entry)
    assert matched["outcome"] == "administrator_exists"
    asked = outsider.done("POST", "/me/access-requests", {"match_token": matched["match_token"]})
    return {
        "link_id": link["link_id"], "own_link_id": link["link_id"],
        "billing_provider_id": link["billing_provider_id"],
        "invitation_id": invitation, "batch_id": batch, "request_id": asked["request_id"],
        "session_id": head.tokens["session_id"],
    }  # fmt: skip


def _user(cast: Cast, head: Actor, world: World) -> Actor:
    """Somebody who was invited into the administrator's office, with no permission yet. Her link stands for
    the office's own from now on."""
    person = cast.office_person()
    world.objects[OWN]["link_id"] = world.own_links["user"] = cast.join(person, head)["link_id"]
    return person


def _member_objects(member: Actor) -> dict[str, Any]:
    member.done("POST", "/me/contact", ADDRESS)
    phone = member.done("POST", "/me/contact", PHONE)
    email = member.done("POST", "/me/contact", EMAIL)
    return {
        "contact_point_id": phone["contact_point_id"], "email_entry_id": email["contact_point_id"],
        "session_id": member.tokens["session_id"],
    }  # fmt: skip
