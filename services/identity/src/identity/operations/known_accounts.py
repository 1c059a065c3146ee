"""Accounts that nobody signs up for: an operator makes them for staff, and for demo people."""

import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.identity.errors import PasswordRefused, UsernameTaken
from identity.adapters import passwords
from identity.operations import audit
from identity.operations.common import kept_of, keyer
from identity.repository import accounts
from identity.rules import names
from identity.rules.passwords import refusal
from identity.rules.people import Profile
from identity.rules.states import STAFF, AccountState
from servicekit import clock
from servicekit.work import Work


def create_staff(work: Work, person: Profile, roles: Sequence[str], password: str) -> UUID:
    """An account of kind staff with these roles; its first log-in sets up the second factor.

    Answers its id. Raises PasswordRefused, UsernameTaken.
    """
    reason = refusal(password, person.owner())
    if reason:
        raise PasswordRefused(reason=reason)
    made = add_account(work, "create_staff", person, password, kind=STAFF, roles=sorted(set(roles)))
    if made is None:
        raise UsernameTaken()
    return made


def add_account(
    work: Work, action: str, person: Profile, password: str, *, language: str = "en", **values: Any
) -> UUID | None:
    """Make an active account; its id, or None when somebody has the username."""
    now, name_key = clock.now(), keyer(work).key("username", names.username(person.username))
    with work.reading() as session:
        if accounts.held_names(session, work.viewer, [name_key], now):
            return None
    id, password_hash = uuid.uuid4(), passwords.hash_password(password)
    with work.transaction() as tx:
        made = accounts.add(
            tx.session,
            work.viewer,
            id=id,
            name_key=name_key,
            state=AccountState.ACTIVE,
            **kept_of(work, person),
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
            audit.record(work, tx, action, audit.DONE, id)
    return id if made else None
