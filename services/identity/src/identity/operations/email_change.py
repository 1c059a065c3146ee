"""Another e-mail address for the account: what recovers it, so the current password is asked for (R142).

The code goes to the new address; the old one is told when a change begins and when it takes effect. Who else
uses an address is never looked at, so nothing can be learned of it. Sessions stay.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from contracts.errors import ContractError, InvalidInput, NotFound, Unauthenticated
from contracts.identity import events
from contracts.identity.errors import CodeExpired, CodeUsed
from identity.adapters import profiles
from identity.operations import audit, code_tries
from identity.operations.attempts import Held
from identity.operations.common import kept_of, keyer, profile_of, recipient
from identity.operations.current_password import prove
from identity.operations.spending import spend
from identity.repository import accounts, codes, email_changes, recoveries, support
from identity.repository.accounts import NOBODY
from identity.repository.email_changes import PURPOSE
from identity.rules import budgets, names
from identity.rules.codes import new_code, typed_code
from servicekit import clock
from servicekit.work import Tx, Work

START, RESEND, CONFIRM = "start_email_change", "resend_email_change_code", "confirm_email_change"


@dataclass(frozen=True, slots=True)
class _Seen:
    """The account, its change that waits, and the change's code; each where there is one."""

    account: Row | None
    change: Row | None
    code: Row | None


def start_email_change(work: Work, email: str, current_password: str) -> dict[str, Any]:
    """Mail a code to the new address and tell the old one; an earlier change is over.

    Returns `EmailChangeStarted`. Raises InvalidInput, CurrentPasswordWrong, RateLimited.
    """
    account = prove(work, START, current_password)
    person = profile_of(work, account)
    if names.email(person.email) == names.email(email):
        raise InvalidInput(fields={"email": ["field.same_email"]})
    spend(work, START, budgets.new_address(work.settings, keyer(work), str(account.id)), account.id)
    now, profile = clock.now(), profiles.seal(work.sealer, person.with_email(email))
    with work.transaction() as tx:
        until = now + work.settings.email_change_lifetime
        email_changes.put(tx.session, work.viewer, profile, now, until)
        answer = _send_code(work, tx, account, profile, now)
        tx.tell(events.email_change_started, about=account.id, **recipient(work, account))
        tx.answer(answer)
        audit.record(work, tx, START, audit.DONE, account.id)
        return answer


def resend_email_change_code(work: Work) -> dict[str, Any]:
    """Mail another code to the new address; the earlier one dies. Returns `EmailChangeStarted`.

    Raises NotFound when nothing waits, RateLimited.
    """
    owner = work.viewer.account_id
    spend(work, RESEND, budgets.resend(work.settings, keyer(work), PURPOSE, str(owner)), owner)
    now = clock.now()
    with work.transaction() as tx:
        seen = _look(work, tx)
        if _is_over(seen):
            raise NotFound()
        answer = tx.answer(_send_code(work, tx, seen.account, seen.change.profile, now))
        audit.record(work, tx, RESEND, audit.DONE, seen.account.id)
        return answer


def confirm_email_change(work: Work, code: str) -> None:
    """Redeem the code: from now on the new address recovers the account; the old one is told.

    Raises CodeWrong, CodeExpired, CodeUsed, CodeAttemptsExhausted.
    """
    held = code_tries.reserve(work, PURPOSE, str(work.viewer.account_id), lambda tx: _look(work, tx))
    held.check()
    seen: _Seen = held.seen
    if seen.account is None:
        raise Unauthenticated()
    if seen.code is None or not code_tries.fits(
        work, PURPOSE, seen.account.id, typed_code(code), seen.code.code_key
    ):
        code_tries.refuse_wrong(work, held, CONFIRM)
    stale = code_tries.staleness(seen.code.used_at, seen.code.expires_at, clock.now())
    stale = stale or (CodeExpired() if _is_over(seen) else _change(work, held, seen))
    if stale is not None:
        code_tries.refuse_stale(work, held, CONFIRM, stale)


def _look(work: Work, tx: Tx) -> _Seen:
    account_id, now = work.viewer.account_id or NOBODY, clock.now()
    return _Seen(
        accounts.own(tx.session, work.viewer),
        email_changes.own(tx.session, work.viewer, now),
        codes.find(tx.session, work.viewer, PURPOSE, account_id),
    )


def _is_over(seen: _Seen) -> bool:
    """Whether nothing waits, or the password was changed since it began: it may have been a thief's."""
    if seen.account is None or seen.change is None:
        return True
    return seen.account.password_changed_at > seen.change.created_at


def _change(work: Work, held: Held, seen: _Seen) -> ContractError | None:
    """Write the new address; what is wrong when the code or the account is not as it was any more."""
    now, account = clock.now(), seen.account
    with work.transaction() as tx:
        if not codes.redeem(tx.session, work.viewer, PURPOSE, account.id, seen.code.code_key, now):
            return CodeUsed()
        kept = kept_of(work, profiles.unseal(work.sealer, seen.change.profile))
        if not accounts.set_profile(tx.session, work.viewer, account, now, **kept):
            return CodeExpired()
        email_changes.finish(tx.session, work.viewer)
        support.drop_email(tx.session, work.viewer, account.id)
        codes.revoke(tx.session, work.viewer, recoveries.PURPOSE, account.id)  # it lies in the old mailbox
        tx.tell(events.email_changed, about=account.id, **recipient(work, account))
        held.succeed(work, tx)
        tx.answer({})
        audit.record(work, tx, CONFIRM, audit.DONE, account.id)
    return None


def _send_code(work: Work, tx: Tx, account: Row, profile: str, now: datetime) -> dict[str, Any]:
    """Issue a new code in place of an earlier one, and mail it to the address in `profile`."""
    code, until = new_code(), now + work.settings.email_code_lifetime
    digest = keyer(work).code(PURPOSE, account.id, code)
    codes.issue(tx.session, work.viewer, PURPOSE, account.id, digest, now, until)
    to = profiles.unseal(work.sealer, profile).email
    mail = recipient(work, account) | {"to": to, "code": code, "expires_at": until}
    tx.tell(events.email_change_code_issued, about=account.id, **mail)
    return {"code_expires_at": until, "resend_after": now + work.settings.resend_cool_down}
