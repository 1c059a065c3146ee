"""The code of a sign-up: sending it, sending it again, sending it elsewhere (R077, R079)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.identity import events
from contracts.procedures import PROVIDER
from identity.adapters import profiles
from identity.operations import audit
from identity.operations.common import keyer
from identity.operations.spending import spend
from identity.repository import accounts, codes, sign_ups
from identity.repository.accounts import NOBODY
from identity.rules import budgets, names
from identity.rules.codes import new_code
from identity.rules.states import SignUpState
from servicekit import clock
from servicekit.work import Tx, Work


def send_code(work: Work, tx: Tx, sign_up: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Issue a new code and mail it: for a decoy, a note that there is an account. Returns `SignUpStarted`."""
    code, until = new_code(), now + work.settings.sign_up_code_lifetime
    digest = keyer(work).code(sign_ups.PURPOSE, sign_up["id"], code)
    codes.issue(tx.session, work.viewer, sign_ups.PURPOSE, sign_up["id"], digest, now, until)
    person = profiles.unseal(work.sealer, sign_up["profile"])
    pending = sign_up["state"] == SignUpState.PENDING
    tx.tell(
        events.sign_up_code_issued if pending else events.sign_up_repeated,
        about=sign_up["account_id"],
        account_id=sign_up["account_id"],
        to=person.email,
        first_name=person.first_name,
        language=sign_up["language"],
        kind=sign_up["kind"],
        code=code if pending else None,
        expires_at=until,
    )
    return started(work, sign_up["id"], now)


def started(work: Work, sign_up_id: UUID | None, now: datetime) -> dict[str, Any]:
    """The fields of `SignUpStarted`."""
    return {
        "sign_up_id": sign_up_id,
        "code_expires_at": now + work.settings.sign_up_code_lifetime,
        "resend_after": now + work.settings.resend_cool_down,
    }


def resend_sign_up_code(
    work: Work, sign_up_id: UUID | None = None, email: str | None = None
) -> dict[str, Any]:
    """Mail another code; the earlier one dies. The same answer whether or not anything waits.

    By e-mail the answer names no sign-up: who knows an address must not get hold of somebody's flow.
    Raises RateLimited.
    """
    key = keyer(work)
    email_key = None if sign_up_id else key.key("email", names.email(email or ""))
    subject = str(sign_up_id) if sign_up_id else email_key.hex()
    spend(work, "resend_code", budgets.resend(work.settings, key, sign_ups.PURPOSE, subject))
    now = clock.now()
    with work.transaction() as tx:
        waiting = sign_ups.waiting(tx.session, work.viewer, now, id=sign_up_id, email_key=email_key)
        if waiting is not None:
            send_code(work, tx, waiting._mapping, now)
        else:
            _pretend(work, tx, now)
        answer = tx.answer(started(work, sign_up_id, now))
        audit.record(
            work, tx, "resend_sign_up_code", audit.DONE, waiting.account_id if waiting is not None else None
        )
        return answer


def change_sign_up_email(work: Work, sign_up_id: UUID, email: str) -> dict[str, Any]:
    """Send the code to another address (R079). Raises NotFound when the flow is over, RateLimited."""
    key, now = keyer(work), clock.now()
    spend(work, "resend_code", budgets.email_change(work.settings, key, str(sign_up_id)))
    with work.transaction() as tx:
        waiting = sign_ups.waiting(tx.session, work.viewer, now, id=sign_up_id, email_key=None)
        if waiting is None:
            raise NotFound()
        changes = _moved(work, tx, waiting, email)
        sign_ups.set_email(tx.session, work.viewer, sign_up_id, **changes)
        answer = tx.answer(send_code(work, tx, dict(waiting._mapping) | changes, now))
        audit.record(work, tx, "change_sign_up_email", audit.DONE, waiting.account_id)
        return answer


def _moved(work: Work, tx: Tx, waiting: Row, email: str) -> dict[str, Any]:
    """What changes of a sign-up with its address. One of office staff becomes a decoy where the address is an
    account's already: its owner is told, and nobody else learns it (R001)."""
    email_key = keyer(work).key("email", names.email(email))
    kept = {name: getattr(waiting, name) for name in _OF_A_DECOY} | {"email_key": email_key}
    office = waiting.kind == PROVIDER
    existing = accounts.provider_at(tx.session, work.viewer, email_key) if office else None
    if waiting.state != SignUpState.PENDING:
        return kept
    if existing is not None:
        decoy = {"state": SignUpState.DECOY, "account_id": existing.id, "profile": existing.profile}
        return kept | decoy | {"password_hash": "", "language": existing.language}
    person = profiles.unseal(work.sealer, waiting.profile).with_email(email)
    return kept | {"profile": profiles.seal(work.sealer, person)}


_OF_A_DECOY = ("state", "account_id", "profile", "password_hash", "language")


def _pretend(work: Work, tx: Tx, now: datetime) -> None:
    """The statements of a code that goes to nobody."""
    until = now + work.settings.sign_up_code_lifetime
    codes.issue(
        tx.session,
        work.viewer,
        sign_ups.PURPOSE,
        NOBODY,
        keyer(work).code("", NOBODY, new_code()),
        now,
        until,
    )
    tx.tell(events.sign_up_code_issued, about=NOBODY, to=None, code=None, expires_at=until)
