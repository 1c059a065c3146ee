"""Create Member Online Account (R058–R075).

A member who has an account already gets the same answer after the same work: a decoy stands in for the
sign-up, and the mail goes to the address on the account instead.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import InvalidInput
from contracts.identity.errors import PasswordRefused, UsernameTaken
from identity.adapters import passwords, profiles
from identity.operations import attempts, audit
from identity.operations.attempts import Held
from identity.operations.common import keyer
from identity.operations.matching import CardHolder, match_or_refuse
from identity.operations.sign_up_codes import send_code
from identity.repository import accounts, sign_ups
from identity.rules import budgets, names
from identity.rules.passwords import refusal
from identity.rules.people import Profile
from identity.rules.phones import us_number
from identity.rules.states import SignUpState
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "sign_up"
MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class _Form:
    """A checked form."""

    person: Profile
    member_id: str
    password_hash: str
    language: str
    terms_version: str


def start_sign_up(
    work: Work,
    *,
    first_name: str,
    last_name: str,
    date_of_birth: date,
    member_id: str,
    email: str,
    username: str,
    password: str,
    terms_version: str,
    cell_phone: str | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """Begin a sign-up and mail its code. Returns the fields of `SignUpStarted`.

    Raises InvalidInput, PasswordRefused, MemberNotMatched, UsernameTaken, RateLimited.
    """
    person = Profile(username.strip(), first_name, last_name, email, date_of_birth, _phone(cell_phone))
    _check(person, member_id, password)
    member_key, held = match_or_refuse(work, CardHolder(first_name, last_name, date_of_birth, member_id))
    form = _Form(person, member_id, passwords.hash_password(password), language, terms_version)
    answer = _write(work, held, member_key, form)
    if answer is None:
        raise UsernameTaken(suggestions=_free_names(work, person.username))
    return answer


def _phone(typed: str | None) -> str | None:
    number = us_number(typed) if typed else None
    if typed and number is None:
        raise InvalidInput(fields={"cell_phone": ["field.invalid_phone"]})
    return number


def _check(person: Profile, member_id: str, password: str) -> None:
    if not names.is_username(person.username):
        raise InvalidInput(fields={"username": ["field.invalid"]})
    reason = refusal(password, person.owner(member_id))
    if reason:
        raise PasswordRefused(reason=reason)


def _write(work: Work, held: Held, member_key: UUID, form: _Form) -> dict[str, Any] | None:
    """Write sign-up or decoy with its code; None when the username is somebody's."""
    id, now, key = uuid.uuid4(), clock.now(), keyer(work)
    name_key = key.key("username", names.username(form.person.username))
    until = now + work.settings.sign_up_lifetime
    with work.transaction() as tx:
        sign_ups.one_at_a_time(tx.session, work.viewer, member_key)
        if not accounts.hold_username(tx.session, work.viewer, name_key, id, member_key, until, now):
            _refuse_name(work, tx, held)
            return None
        held.succeed(work, tx)
        accounts.release_other_holds(tx.session, work.viewer, member_key, name_key)
        existing = accounts.by_member(tx.session, work.viewer, member_key)
        sign_ups.supersede(tx.session, work.viewer, member_key)
        row = _row(work, form, existing) | {"id": id, "member_key": member_key, "name_key": name_key}
        sign_ups.add(tx.session, work.viewer, **row, created_at=now, terms_accepted_at=now, expires_at=until)
        attempts.spend_with(work, tx, budgets.first_send(work.settings, key, sign_ups.PURPOSE, str(id)))
        answer = tx.answer(send_code(work, tx, row, now))
        audit.record(work, tx, ACTION, audit.DONE, row["account_id"], state=row["state"])
        return answer


def _refuse_name(work: Work, tx: Tx, held: Held) -> None:
    """Asking for taken names counts against the address and the device, so that nobody lists who is here; not
    against the member, who may well need a few tries."""
    held.settle(work, tx, {"member"})
    audit.record(work, tx, ACTION, audit.REFUSED, reason="username_taken")


def _row(work: Work, form: _Form, existing: Row | None) -> dict[str, Any]:
    """What differs between a sign-up and a decoy: whom the mail reaches. A decoy keeps no password."""
    key, typed = keyer(work), profiles.seal(work.sealer, form.person)
    common = {
        "email_key": key.key("email", names.email(form.person.email)),
        "member_id_key": key.key("member_id", names.member_id(form.member_id)),
        "terms_version": form.terms_version,
    }
    if existing is None:
        return common | {
            "state": SignUpState.PENDING,
            "account_id": uuid.uuid4(),
            "profile": typed,
            "password_hash": form.password_hash,
            "language": form.language,
        }
    return common | {
        "state": SignUpState.DECOY,
        "account_id": existing.id,
        "profile": existing.profile,
        "password_hash": "",
        "language": existing.language,
    }


def _free_names(work: Work, taken: str) -> list[str]:
    """Usernames near the taken one that nobody has (R070)."""
    key, tried = keyer(work), names.suggestions(taken)
    by_key = {key.key("username", names.username(name)): name for name in tried}
    with work.transaction() as tx:
        held = accounts.held_names(tx.session, work.viewer, list(by_key), clock.now())
    return [name for digest, name in by_key.items() if digest not in held][:MOST_SUGGESTIONS]
