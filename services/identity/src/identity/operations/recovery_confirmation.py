"""RESET PASSWORD: code and new password on one form (R098–R102).

A refused password uses up neither the code nor a try: the person corrects it and submits again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row

from contracts.identity import events
from contracts.identity.errors import CodeExpired, CodeUsed, PasswordRefused
from identity.adapters import passwords
from identity.operations import audit, code_tries
from identity.operations.attempts import Held
from identity.operations.common import (
    clear_failures,
    end_all_sessions,
    keyer,
    profile_of,
    recipient,
    set_new_password,
)
from identity.repository import accounts, codes, devices, recoveries, support
from identity.repository.accounts import NOBODY
from identity.rules import names
from identity.rules.codes import typed_code
from identity.rules.passwords import SAME, refusal
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "confirm_recovery"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a recovery is about: whose code, the code, the account (where there is one)."""

    subject: UUID
    code: Row | None
    account: Row | None


def confirm_recovery(work: Work, recovery_id: UUID, code: str, password: str) -> None:
    """Set the password, clear the lock, end all sessions, and mail the owner.

    Raises PasswordRefused, CodeWrong, CodeExpired, CodeUsed, CodeAttemptsExhausted.
    """
    _confirm(work, str(recovery_id), lambda tx: _look(work, tx, recovery_id), code, password)


def confirm_sent_reset(work: Work, username: str, code: str, password: str) -> None:
    """The same with a code that a specialist had sent: no page was kept open, so the username says whose.

    Raises as `confirm_recovery`.
    """
    name_key = keyer(work).key("username", names.username(username))
    _confirm(work, name_key.hex(), lambda tx: _look_by_name(work, tx, name_key), code, password)


def _confirm(work: Work, subject: str, look: Callable[[Tx], "_Seen"], code: str, password: str) -> None:
    _refuse_password(refusal(password))
    held = code_tries.reserve(work, recoveries.PURPOSE, subject, look)
    held.check()
    seen: _Seen = held.seen
    right = seen.code is not None and code_tries.fits(
        work, recoveries.PURPOSE, seen.subject, typed_code(code), seen.code.code_key
    )
    if not right or seen.account is None:
        code_tries.refuse_wrong(work, held, ACTION)
    stale = code_tries.staleness(seen.code.used_at, seen.code.expires_at, clock.now())
    if stale is None:
        _check_password(work, held, seen.account, password)
        stale = _reset(work, held, seen, passwords.hash_password(password))
    if stale is not None:
        code_tries.refuse_stale(work, held, ACTION, stale)


def _look(work: Work, tx: Tx, recovery_id: UUID) -> _Seen:
    found = recoveries.find(tx.session, work.viewer, recovery_id, clock.now())
    subject = found.subject if found is not None and found.wants_password else NOBODY
    account_id = (found.account_id if found is not None else None) or NOBODY
    code = codes.find(tx.session, work.viewer, recoveries.PURPOSE, subject)
    return _Seen(subject, code, accounts.by_id(tx.session, work.viewer, account_id))


def _look_by_name(work: Work, tx: Tx, name_key: bytes) -> _Seen:
    account = accounts.by_name(tx.session, work.viewer, name_key)
    subject = account.id if account is not None else NOBODY
    return _Seen(subject, codes.find(tx.session, work.viewer, recoveries.PURPOSE, subject), account)


def _refuse_password(reason: str | None) -> None:
    if reason:
        raise PasswordRefused(reason=reason)


def _check_password(work: Work, held: Held, account: Row, password: str) -> None:
    """The rules that need the person: only whoever has the code learns what they say."""
    reason = refusal(password, profile_of(work, account).owner())
    if reason is None and passwords.verify(account.password_hash, password):
        reason = SAME
    if reason:
        with work.transaction() as tx:
            held.succeed(work, tx)
            audit.record(work, tx, ACTION, audit.REFUSED, account.id, reason=reason)
        _refuse_password(reason)


def _reset(work: Work, held: Held, seen: _Seen, password_hash: str) -> CodeUsed | CodeExpired | None:
    now, account = clock.now(), seen.account
    with work.transaction() as tx:
        if not codes.redeem(
            tx.session, work.viewer, recoveries.PURPOSE, seen.subject, seen.code.code_key, now
        ):
            return CodeUsed()
        if not set_new_password(work, tx, account, password_hash, now, recovered=True):
            return CodeExpired()
        if account.locked_at is not None:
            # Her letter is the one of the new password.
            tx.tell(events.account_unlocked, about=account.id, **recipient(work, account) | {"to": None})
        clear_failures(work, tx, account, now)
        devices.forget_all(tx.session, work.viewer, account.id)
        end_all_sessions(work, tx, account.id, now, "password_reset")
        support.drop_email(tx.session, work.viewer, account.id)  # whoever reads the old mailbox is there
        held.succeed(work, tx)
        tx.answer({})
        audit.record(work, tx, ACTION, audit.DONE, account.id, was_locked=account.locked_at is not None)
    return None
