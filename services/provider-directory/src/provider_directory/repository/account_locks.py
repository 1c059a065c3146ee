"""Accounts that can't log in for a while, as identity tells (R051)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import AccountLock
from servicekit.work import Viewer


def put(session: Session, viewer: Viewer, account_id: UUID, until: datetime | None) -> None:
    """Keep that an account is locked, in place of what was known before; `until` None has no end."""
    fresh = insert(AccountLock).values(account_id=account_id, until=until)
    known = fresh.on_conflict_do_update(
        index_elements=["account_id"], set_={"until": until}, where=~AccountLock.disabled
    )
    session.execute(known)


def disable(session: Session, viewer: Viewer, account_id: UUID) -> None:
    """Keep that an account is closed for good."""
    closed = {"until": None, "disabled": True}
    fresh = insert(AccountLock).values(account_id=account_id, **closed)
    session.execute(fresh.on_conflict_do_update(index_elements=["account_id"], set_=closed))


def remove(session: Session, viewer: Viewer, account_id: UUID) -> None:
    """It can log in again, unless it is disabled."""
    open_ = delete(AccountLock).where(AccountLock.account_id == account_id, ~AccountLock.disabled)
    session.execute(open_)


def is_locked(session: Session, viewer: Viewer, account_id: UUID, now: datetime) -> bool:
    """Whether an account is locked now; who asks may see the row of its owner."""
    return bool(session.execute(select(holds(account_id, now))).scalar())


def holds(account_id: ColumnElement[UUID] | UUID, now: datetime) -> ColumnElement[bool]:
    """Whether the account's lock holds at this moment."""
    in_time = or_(AccountLock.until.is_(None), AccountLock.until > now)
    return exists().where(AccountLock.account_id == account_id, in_time)
