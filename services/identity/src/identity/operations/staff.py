"""What a support specialist does to accounts (R178, R181, R183). Each act has a reason and leaves an
audit entry."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.identity import events
from identity.operations import audit
from identity.operations.common import clear_failures, end_all_sessions, keyer, profile_of, recipient
from identity.repository import accounts, devices
from identity.rules import names
from identity.rules.states import AccountState, is_locked, shown
from servicekit import clock
from servicekit.work import Tx, Work


def search_accounts(work: Work, username: str | None = None, member_id: str | None = None) -> dict[str, Any]:
    """Accounts and unverified sign-ups with this username or Member ID. The search itself is audited."""
    name_key = keyer(work).key("username", names.username(username)) if username else None
    member_id_key = keyer(work).key("member_id", names.member_id(member_id)) if member_id else None
    with work.transaction() as tx:
        found = accounts.search(tx.session, work.viewer, name_key, member_id_key)
        waiting = accounts.search_unverified(tx.session, work.viewer, name_key, member_id_key)
        audit.record(work, tx, "search_accounts", audit.DONE, count=len(found) + len(waiting))
    unverified = [_shown(work, row.account_id, row, "unverified") for row in waiting]
    return {"accounts": [_account(work, row) for row in found] + unverified}


def unlock_account(work: Work, account_id: UUID, reason: str) -> None:
    """End a lock (R183) and tell the owner. Raises NotFound."""
    now = clock.now()
    with work.transaction() as tx:
        account = _found(work, tx, account_id)
        accounts.change(tx.session, work.viewer, account.id, locked_at=None, changed_at=now)
        clear_failures(work, tx, account, now)
        if account.locked_at is not None:
            tx.tell(events.account_unlocked, about=account.id, **recipient(work, account))
        _record(work, tx, "unlock_account", account, reason)


def disable_account(work: Work, account_id: UUID, reason: str) -> None:
    """Close an account: its sessions end everywhere, and it can't be recovered. Raises NotFound."""
    now = clock.now()
    with work.transaction() as tx:
        account = _found(work, tx, account_id)
        if account.state == AccountState.DISABLED:
            return
        accounts.change(tx.session, work.viewer, account.id, state=AccountState.DISABLED, changed_at=now)
        end_all_sessions(work, tx, account.id, now, "disabled")
        devices.forget_all(tx.session, work.viewer, account.id)
        tx.tell(events.account_disabled, about=account.id, **recipient(work, account))
        _record(work, tx, "disable_account", account, reason)


def _found(work: Work, tx: Tx, account_id: UUID) -> Row:
    account = accounts.for_staff(tx.session, work.viewer, account_id)
    if account is None:
        raise NotFound()
    return account


def _record(work: Work, tx: Tx, action: str, account: Row, reason: str) -> None:
    before = shown(account.state, account.locked_at is not None, account.must_reset)
    audit.record(work, tx, action, audit.DONE, account.id, before=before, reason=audit.sealed(work, reason))


def _account(work: Work, row: Row) -> dict[str, Any]:
    locked = is_locked(row.locked_at, work.settings.unlock_after, clock.now())
    state = shown(row.state, locked, row.must_reset)
    return _shown(work, row.id, row, state) | {"locked_at": row.locked_at if locked else None}


def _shown(work: Work, account_id: UUID, row: Row, state: str) -> dict[str, Any]:
    person = profile_of(work, row)
    return {
        "account_id": account_id,
        "username": person.username,
        "state": state,
        "email_masked": names.masked_email(person.email),
        "locked_at": None,
    }
