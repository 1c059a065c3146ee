"""Changing the password with the current one."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from contracts.errors import Unauthenticated
from contracts.identity.errors import PasswordRefused
from identity.adapters import passwords
from identity.operations import audit, tokens
from identity.operations.common import profile_of, set_new_password, tell_revoked
from identity.operations.current_password import prove
from identity.repository import sessions
from identity.rules.passwords import SAME, normal, refusal
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "change_password"


def change_password(work: Work, current_password: str, password: str) -> dict[str, Any]:
    """Set a new password; the other sessions end and this one gets new tokens.

    Raises CurrentPasswordWrong, PasswordRefused, RateLimited.
    """
    account = prove(work, ACTION, current_password)
    _check_new(work, account, current_password, password)
    return _set(work, account, passwords.hash_password(password))


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
