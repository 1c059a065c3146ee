"""Create Member Online Account (R058–R075)."""

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from contracts.errors import InvalidInput
from contracts.identity.errors import UsernameTaken
from contracts.procedures import MEMBER
from identity.adapters import passwords
from identity.operations import audit, sign_up_forms
from identity.operations.attempts import Held
from identity.operations.matching import CardHolder, match_or_refuse
from identity.operations.sign_up_forms import Form
from identity.repository import accounts, sign_ups
from identity.rules.people import Profile
from identity.rules.phones import us_number
from servicekit import clock
from servicekit.work import Tx, Work


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
    sign_up_forms.check(person, password, member_id)
    member_key, held = match_or_refuse(work, CardHolder(first_name, last_name, date_of_birth, member_id))
    form = Form(MEMBER, person, passwords.hash_password(password), language, terms_version, member_id)
    answer = _write(work, held, member_key, form)
    if answer is None:
        raise UsernameTaken(suggestions=sign_up_forms.free_names(work, person.username))
    return answer


def _phone(typed: str | None) -> str | None:
    number = us_number(typed) if typed else None
    if typed and number is None:
        raise InvalidInput(fields={"cell_phone": ["field.invalid_phone"]})
    return number


def _write(work: Work, held: Held, member_key: UUID, form: Form) -> dict[str, Any] | None:
    """Write sign-up or decoy with its code; None when the username is somebody's."""
    id, now, name_key = uuid.uuid4(), clock.now(), sign_up_forms.name_key_of(work, form.person)
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
        return sign_up_forms.write(
            work, tx, form, existing, now, id=id, name_key=name_key, member_key=member_key
        )


def _refuse_name(work: Work, tx: Tx, held: Held) -> None:
    """Asking for taken names counts against the address and the device, so that nobody lists who is here; not
    against the member, who may well need a few tries."""
    held.settle(work, tx, {"member"})
    audit.record(work, tx, sign_up_forms.ACTION, audit.REFUSED, reason="username_taken")
