"""What the sign-ups of members and of office staff do alike.

Whoever has an account already gets the same answer after the same work: a decoy stands in for the sign-up,
and the mail goes to the address on the account instead.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from contracts.errors import InvalidInput
from contracts.identity.errors import PasswordRefused
from identity.adapters import profiles
from identity.operations import attempts, audit
from identity.operations.common import keyer
from identity.operations.sign_up_codes import send_code
from identity.repository import accounts, sign_ups
from identity.rules import budgets, names
from identity.rules.passwords import refusal
from identity.rules.people import Profile
from identity.rules.states import SignUpState
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "sign_up"
MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A checked form. `kind` is that of the account to come; office staff have no Member ID."""

    kind: str
    person: Profile
    password_hash: str
    language: str
    terms_version: str
    member_id: str | None = None


def check(person: Profile, password: str, member_id: str = "") -> None:
    """Raise InvalidInput or PasswordRefused."""
    if not names.is_username(person.username):
        raise InvalidInput(fields={"username": ["field.invalid"]})
    reason = refusal(password, person.owner(member_id))
    if reason:
        raise PasswordRefused(reason=reason)


def write(work: Work, tx: Tx, form: Form, existing: Row | None, now: datetime, **keys: Any) -> dict[str, Any]:
    """Write the sign-up, or a decoy where `existing` is the person's account, and mail its code.

    `keys` are `id`, `name_key` and `member_key`. Returns `SignUpStarted`.
    """
    row = _common(work, form) | _whose(work, form, existing) | keys
    until = now + work.settings.sign_up_lifetime
    sign_ups.add(tx.session, work.viewer, **row, created_at=now, terms_accepted_at=now, expires_at=until)
    flow = budgets.first_send(work.settings, keyer(work), sign_ups.PURPOSE, str(row["id"]))
    attempts.spend_with(work, tx, flow)
    answer = tx.answer(send_code(work, tx, row, now))
    audit.record(work, tx, ACTION, audit.DONE, row["account_id"], state=row["state"])
    return answer


def name_key_of(work: Work, person: Profile) -> bytes:
    """By what the username is found."""
    return keyer(work).key("username", names.username(person.username))


def free_names(work: Work, taken: str) -> list[str]:
    """Usernames near the taken one that nobody has (R070)."""
    key, tried = keyer(work), names.suggestions(taken)
    by_key = {key.key("username", names.username(name)): name for name in tried}
    with work.transaction() as tx:
        held = accounts.held_names(tx.session, work.viewer, list(by_key), clock.now())
    return [name for digest, name in by_key.items() if digest not in held][:MOST_SUGGESTIONS]


def _common(work: Work, form: Form) -> dict[str, Any]:
    key = keyer(work)
    return {
        "kind": form.kind,
        "email_key": key.key("email", names.email(form.person.email)),
        "member_id_key": key.key("member_id", names.member_id(form.member_id)) if form.member_id else None,
        "terms_version": form.terms_version,
    }


def _whose(work: Work, form: Form, existing: Row | None) -> Mapping[str, Any]:
    """What differs between a sign-up and a decoy: whom the mail reaches. A decoy keeps no password."""
    typed = profiles.seal(work.sealer, form.person)
    if existing is None:
        return {
            "state": SignUpState.PENDING,
            "account_id": uuid.uuid4(),
            "profile": typed,
            "password_hash": form.password_hash,
            "language": form.language,
        }
    return {
        "state": SignUpState.DECOY,
        "account_id": existing.id,
        "profile": existing.profile,
        "password_hash": "",
        "language": existing.language,
    }
