"""What a specialist does to accounts (R178, R181, R183, R224). Each act is in the audit with its reason."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.identity import events
from identity.operations import audit
from identity.operations.caller_checks import Acting, for_caller, found
from identity.operations.common import (
    clear_failures,
    clear_second_factors,
    end_all_sessions,
    keyer,
    profile_of,
    recipient,
)
from identity.repository import devices, support
from identity.rules import names
from identity.rules.states import AccountState, is_locked, shown
from servicekit import clock
from servicekit.work import Work


def search_accounts(
    work: Work, name: str | None = None, after: UUID | None = None, **by: Any
) -> dict[str, Any]:
    """Accounts, and on the first page unverified sign-ups, for which everything given fits: `username`,
    `member_id`, `email`, and all words of `name`. The search itself is audited. Returns `AccountsForStaff`.
    """
    keys, key = _keys(work, **by), keyer(work)
    name_keys = [key.key("name", word) for word in sorted(names.words(name or ""))]
    if not (keys or name_keys):
        return {"accounts": [], "next": None}
    with work.transaction() as tx:
        rows = support.search(tx.session, work.viewer, keys, name_keys, after)
        first_page = not (name_keys or after)
        waiting = support.search_unverified(tx.session, work.viewer, keys) if first_page else []
        audit.record(work, tx, "search_accounts", audit.DONE, count=len(rows) + len(waiting))
    page = rows[: support.PAGE]
    unverified = [_shown(work, row.account_id, row, "unverified") for row in waiting]
    return {
        "accounts": [_account(work, row) for row in page] + unverified,
        "next": page[-1].id if len(rows) > len(page) else None,
    }


def get_account_for_staff(work: Work, account_id: UUID) -> dict[str, Any]:
    """One account, and until when the viewer may act for its owner.

    Returns `AccountOpened`; raises NotFound.
    """
    lifetime: timedelta = work.settings.caller_check_lifetime
    with work.transaction() as tx:
        row = support.opened(tx.session, work.viewer, account_id)
        if row is None:
            raise NotFound()
        check = support.newest_check(tx.session, work.viewer, account_id, clock.now() - lifetime)
        audit.record(work, tx, "get_account_for_staff", audit.DONE, account_id)
    return _account(work, row) | {"verified_until": check.made_at + lifetime if check else None}


def unlock_account(work: Work, account_id: UUID, reason: str) -> None:
    """End a lock (R183) and tell the owner. Raises NotFound, CallerNotVerified."""
    now = clock.now()
    with for_caller(work, "unlock_account", account_id) as acting:
        tx, account = acting.tx, acting.account
        support.change(tx.session, work.viewer, account.id, locked_at=None, changed_at=now)
        clear_failures(work, tx, account, now)
        clear_second_factors(work, tx, account.id, now)
        if account.locked_at is not None:
            tx.tell(events.account_unlocked, about=account.id, **recipient(work, account))
        acting.record(reason)


def disable_account(work: Work, account_id: UUID, reason: str) -> None:
    """Close an account: its sessions end everywhere, and it can't be recovered. Nobody need have called.

    Raises NotFound.
    """
    now = clock.now()
    with work.transaction() as tx:
        account = found(work, tx, account_id)
        if account.state == AccountState.DISABLED:
            return
        support.change(tx.session, work.viewer, account.id, state=AccountState.DISABLED, changed_at=now)
        end_all_sessions(work, tx, account.id, now, "disabled")
        devices.forget_all(tx.session, work.viewer, account.id)
        tx.tell(events.account_disabled, about=account.id, **recipient(work, account))
        Acting(work, tx, account, "disable_account").record(reason)


def _keys(
    work: Work, username: str | None = None, member_id: str | None = None, email: str | None = None
) -> Mapping[str, bytes]:
    """By what the database finds what was typed: column and digest."""
    typed = {
        "name_key": ("username", names.username(username) if username else None),
        "member_id_key": ("member_id", names.member_id(member_id) if member_id else None),
        "email_key": ("email", names.email(email) if email else None),
    }
    return {column: keyer(work).key(kind, text) for column, (kind, text) in typed.items() if text}


def _account(work: Work, row: Row) -> dict[str, Any]:
    locked = is_locked(row.locked_at, work.settings.unlock_after, clock.now())
    state = shown(row.state, locked, row.must_reset)
    waits = {"locked_at": row.locked_at if locked else None, "email_changes_at": row.takes_effect_at}
    return _shown(work, row.id, row, state) | waits


def _shown(work: Work, account_id: UUID, row: Row, state: str) -> dict[str, Any]:
    person = profile_of(work, row)
    return {
        "account_id": account_id,
        "kind": row.kind,
        "username": person.username,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "state": state,
        "email_masked": names.masked_email(person.email),
    }
