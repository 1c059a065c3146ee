"""Invented people for a first look. Never on a real server."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from identity.adapters import passwords, profiles
from identity.operations import audit
from identity.operations.common import keyer
from identity.repository import accounts
from identity.rules import names
from identity.rules.people import Profile
from identity.rules.states import AccountState
from servicekit import clock
from servicekit.work import Work

SPECIALIST = Profile("support.demo", "Sam", "Specialist", "support.demo@example.org")
SPECIALIST_PASSWORD = "green lantern tidepool"
TERMS = "demo"


def load_demo(work: Work, people: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Make the specialist's account and one for each of `people` that has `"account": true`.

    Answers what to log in with. An account that exists is left as it is.
    """
    made = [_account(work, SPECIALIST, SPECIALIST_PASSWORD, kind="staff", roles=["support"])]
    made += [_member(work, person) for person in people if person.get("account")]
    return made


def _member(work: Work, person: Mapping[str, Any]) -> dict[str, str]:
    born = date.fromisoformat(person["date_of_birth"])
    profile = Profile(person["username"], person["first_name"], person["last_name"], person["email"], born)
    member_id_key = keyer(work).key("member_id", names.member_id(person["member_id"]))
    return _account(
        work,
        profile,
        person["password"],
        kind="member",
        roles=["member"],
        member_key=UUID(str(person["member_key"])),
        member_id_key=member_id_key,
        terms_version=TERMS,
        language=person.get("language", "en"),
    )


def _account(
    work: Work, person: Profile, password: str, *, language: str = "en", **values: Any
) -> dict[str, str]:
    now, id = clock.now(), uuid.uuid4()
    name_key = keyer(work).key("username", names.username(person.username))
    with work.transaction() as tx:
        exists = accounts.by_name(tx.session, work.viewer, name_key) is not None
    if not exists:
        password_hash = passwords.hash_password(password)
        with work.transaction() as tx:
            made = accounts.add(
                tx.session,
                work.viewer,
                id=id,
                name_key=name_key,
                state=AccountState.ACTIVE,
                profile=profiles.seal(work.sealer, person),
                language=language,
                password_hash=password_hash,
                password_changed_at=now,
                created_at=now,
                changed_at=now,
                terms_accepted_at=now,
                **values,
            )
            if made:
                accounts.give_username(tx.session, work.viewer, name_key, id)
                audit.record(work, tx, "load_demo", audit.DONE, id)
    return {"kind": values["kind"], "username": person.username, "password": password}
