"""Changing the password with the current one."""

from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import Row

from contracts.errors import Unauthenticated
from contracts.identity.errors import CurrentPasswordWrong, PasswordRefused
from identity.adapters import passwords
from identity.operations import attempts, audit, tokens
from identity.operations.attempts import Full, Held
from identity.operations.common import keyer, profile_of, set_new_password, tell_revoked
from identity.repository import accounts, sessions
from identity.rules import budgets
from identity.rules.passwords import SAME, normal, refusal
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "change_password"


def change_password(work: Work, current_password: str, password: str) -> dict[str, Any]:
    """Set a new password; the other sessions end and this one gets new tokens.

    Raises CurrentPasswordWrong, PasswordRefused, RateLimited.
    """
    held = _reserve(work)
    account: Row | None = held.seen
    if account is None:
        raise Unauthenticated()
    held.check()
    if not passwords.verify(account.password_hash, current_password):
        _refuse(work, held, account)
    _succeed(work, held)
    _check_new(work, account, current_password, password)
    return _set(work, account, passwords.hash_password(password))


def _reserve(work: Work) -> Held:
    claims = budgets.change_password(work.settings, keyer(work), str(work.viewer.account_id))
    try:
        return attempts.reserve(work, claims, look=lambda tx: accounts.own(tx.session, work.viewer))
    except Full as full:
        audit.record_refused(work, ACTION, work.viewer.account_id, reason="attempts")
        raise attempts.rate_limited(full) from None


def _refuse(work: Work, held: Held, account: Row) -> NoReturn:
    with work.transaction() as tx:
        held.fail(work, tx)
        audit.record(work, tx, ACTION, audit.REFUSED, account.id, reason="current_password")
    raise CurrentPasswordWrong()


def _succeed(work: Work, held: Held) -> None:
    with work.transaction() as tx:
        held.succeed(work, tx)


def _check_new(work: Work, account: Row, current_password: str, password: str) -> None:
    reason = refusal(password, profile_of(work, account).owner())
    if reason is None and normal(password) == normal(current_password):
        reason = SAME
    if reason:
        raise PasswordRefused(reason=reason)


def _set(work: Work, account: Row, password_hash: str) -> dict[str, Any]:
    now = clock.now()
    with work.transaction() as tx:
        if not set_new_password(work, tx, account, password_hash, now, recovered=False):
            raise Unauthenticated()
        _end_others(work, tx, now)
        renewed = sessions.renew(tx.session, work.viewer, now)
        if renewed is None:
            raise Unauthenticated()
        answer = tx.answer(tokens.write(work, renewed, now))
        audit.record(work, tx, ACTION, audit.DONE, account.id)
        return answer


def _end_others(work: Work, tx: Tx, now: datetime) -> None:
    ended = sessions.end_others(tx.session, work.viewer, now, "password_changed")
    tell_revoked(tx, work.viewer.account_id, ended, "password_changed")
