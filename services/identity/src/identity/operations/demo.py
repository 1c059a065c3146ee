"""Invented people for a first look. Never on a real server."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from identity.adapters import authenticators
from identity.operations.common import keyer
from identity.operations.known_accounts import add_account
from identity.repository import accounts, second_factor
from identity.rules import demo_staff, names
from identity.rules.demo_staff import DemoStaff
from identity.rules.people import Profile
from servicekit import clock
from servicekit.work import Work

ACTION = "load_demo"
TERMS = "demo"


def load_demo(work: Work, people: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Make the staff's accounts, one of an office, and one for each of `people` that has `"account": true`.

    Answers what to log in with. An account that exists is left as it is.
    """
    made = [_staff(work, staff) for staff in demo_staff.STAFF]
    made.append(_office(work))
    made += [_member(work, person) for person in people if person.get("account")]
    return made


def _staff(work: Work, staff: DemoStaff) -> dict[str, str]:
    add_account(work, ACTION, staff.person, staff.password, kind="staff", roles=[staff.role])
    name_key = keyer(work).key("username", names.username(staff.person.username))
    with work.transaction() as tx:
        account = accounts.by_name(tx.session, work.viewer, name_key)
        if account is not None:
            secret = authenticators.seal(work.sealer, staff.key)
            second_factor.put_confirmed(tx.session, work.viewer, account.id, secret, clock.now())
    return demo_staff.as_json(staff)


def _office(work: Work) -> dict[str, str]:
    add_account(
        work, ACTION, demo_staff.OFFICE, demo_staff.OFFICE_PASSWORD, kind="provider", roles=["provider"],
        terms_version=TERMS,
    )  # fmt: skip
    return demo_staff.office_as_json()


def _member(work: Work, person: Mapping[str, Any]) -> dict[str, str]:
    born = date.fromisoformat(person["date_of_birth"])
    profile = Profile(person["username"], person["first_name"], person["last_name"], person["email"], born)
    member_id_key = keyer(work).key("member_id", names.member_id(person["member_id"]))
    add_account(
        work,
        ACTION,
        profile,
        person["password"],
        kind="member",
        roles=["member"],
        member_key=UUID(str(person["member_key"])),
        member_id_key=member_id_key,
        terms_version=TERMS,
        language=person.get("language", "en"),
    )
    return {"kind": "member", "username": profile.username, "password": person["password"]}
