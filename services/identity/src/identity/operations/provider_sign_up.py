"""Create Provider Portal Account: the personal account of office staff (R001, R174).

There is no card to match: the e-mail address is what is proved, and who has an account with it is told there.
"""

import uuid
from typing import Any

from contracts.identity.errors import UsernameTaken
from contracts.procedures import PROVIDER
from identity.adapters import passwords
from identity.operations import attempts, audit, sign_up_forms
from identity.operations.attempts import Full, Held
from identity.operations.common import keyer
from identity.operations.sign_up_forms import Form
from identity.repository import accounts, sign_ups
from identity.rules import budgets, names
from identity.rules.people import Profile
from servicekit import clock
from servicekit.work import Tx, Work


def start_provider_sign_up(
    work: Work,
    *,
    first_name: str,
    last_name: str,
    email: str,
    username: str,
    password: str,
    terms_version: str,
    language: str = "en",
) -> dict[str, Any]:
    """Begin a sign-up and mail its code. Returns the fields of `SignUpStarted`.

    Raises InvalidInput, PasswordRefused, UsernameTaken, RateLimited.
    """
    person = Profile(username.strip(), first_name, last_name, email)
    sign_up_forms.check(person, password)
    held = _reserve(work, email)
    form = Form(PROVIDER, person, passwords.hash_password(password), language, terms_version)
    answer = _write(work, held, form)
    if answer is None:
        raise UsernameTaken(suggestions=sign_up_forms.free_names(work, person.username))
    return answer


def _reserve(work: Work, email: str) -> Held:
    claims = budgets.provider_sign_up(work.settings, keyer(work), email, work.client.address)
    try:
        return attempts.reserve(work, claims)
    except Full as full:
        audit.record_refused(work, sign_up_forms.ACTION, reason=full.standing.purpose)
        raise attempts.rate_limited(full) from None


def _write(work: Work, held: Held, form: Form) -> dict[str, Any] | None:
    """Write sign-up or decoy with its code; None when the username is somebody's.

    Earlier sign-ups with the same address stay, so that nobody can end another's by typing her address; who
    asks for the same username again with it has it.
    """
    id, now, name_key = uuid.uuid4(), clock.now(), sign_up_forms.name_key_of(work, form.person)
    email_key = keyer(work).key("email", names.email(form.person.email))
    until, same_person = now + work.settings.sign_up_lifetime, uuid.UUID(bytes=email_key[:16])
    with work.transaction() as tx:
        sign_ups.one_at_a_time(tx.session, work.viewer, email_key.hex())
        if not accounts.hold_username(tx.session, work.viewer, name_key, id, same_person, until, now):
            _refuse_name(work, tx, held)
            return None
        held.fail(work, tx)  # a mail was sent: that is what the budgets are for
        existing = accounts.provider_at(tx.session, work.viewer, email_key)
        return sign_up_forms.write(work, tx, form, existing, now, id=id, name_key=name_key, member_key=None)


def _refuse_name(work: Work, tx: Tx, held: Held) -> None:
    """Asking for taken names counts against where it comes from; not against the e-mail: none was sent."""
    held.settle(work, tx, {"email"})
    audit.record(work, tx, sign_up_forms.ACTION, audit.REFUSED, reason="username_taken")
