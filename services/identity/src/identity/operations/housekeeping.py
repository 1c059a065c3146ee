"""What time alone changes: holds run out, flows expire, old rows go, and dead processes' tries count."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from identity.operations import audit, moved_accounts, owner_email, search_keys
from identity.operations.audit_check import seal_checkpoint
from identity.operations.common import tell_locked
from identity.repository import (
    accounts,
    contexts,
    devices,
    email_changes,
    housekeeping,
    recoveries,
    sessions,
    sign_ups,
)
from identity.repository import attempts as attempts_questions
from identity.rules.budgets import ACCOUNT, PASSWORD
from identity.rules.states import AccountState
from servicekit import clock
from servicekit.work import Tx, Work

KEEP_FLOWS = timedelta(days=7)
KEEP_SESSIONS = timedelta(days=30)
KEEP_UNUSED_COUNTS = timedelta(days=90)


def sweep(work: Work) -> None:
    """Tidy up. Harmless to repeat, and done by one process at a time."""
    now = clock.now()
    with work.transaction() as tx:
        if not housekeeping.only_one(tx.session, work.viewer):
            return
        seal_checkpoint(work, tx)
        _forget(work, tx, now)
        expired = sign_ups.expire(tx.session, work.viewer, now)
        abandoned = attempts_questions.fold_abandoned(tx.session, work.viewer, now)
        locked = _lock_those_used_up(work, tx, abandoned, now)
        dormant = moved_accounts.close_unused(work, tx, now)
        search_keys.fill(work, tx)
        if expired or locked or dormant:
            audit.record(work, tx, "sweep", audit.DONE, expired=expired, locked=locked, dormant=dormant)
    owner_email.take_effect(work, now)


def _forget(work: Work, tx: Tx, now: datetime) -> None:
    db, viewer = tx.session, work.viewer
    housekeeping.free_usernames(db, viewer, now)
    housekeeping.forget_codes(db, viewer, now - KEEP_FLOWS)
    housekeeping.forget_attempts(db, viewer, now, KEEP_UNUSED_COUNTS)
    sign_ups.forget(db, viewer, now - KEEP_FLOWS)
    recoveries.forget(db, viewer, now - KEEP_FLOWS)
    email_changes.forget(db, viewer, now)
    sessions.forget(db, viewer, now - KEEP_SESSIONS)
    contexts.forget(db, viewer, now - KEEP_SESSIONS)
    devices.forget_unused(db, viewer, now - work.settings.device_lifetime)


def _lock_those_used_up(work: Work, tx: Tx, abandoned: Sequence[Any], now: datetime) -> int:
    """Lock, and tell the owners of, accounts whose last tries died with a process."""
    used_up = [
        row for row in abandoned if (row.kind, row.purpose) == (PASSWORD, ACCOUNT) and row.failed >= row.cap
    ]
    found = [accounts.by_name(tx.session, work.viewer, bytes(row.subject)) for row in used_up]
    active = [account for account in found if account is not None and account.state == AccountState.ACTIVE]
    for account in active:
        accounts.mark_locked(tx.session, work.viewer, account.id, now)
        tell_locked(work, tx, account, now)
    return len(active)
