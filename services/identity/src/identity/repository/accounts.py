"""Accounts, and who holds which username."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.models import Account, Username
from identity.rules.states import RECOVERABLE, AccountState
from servicekit.work import Viewer

_account = Account.__table__
NOBODY = UUID(int=0)
"""The id in a question that must be asked although there is no account: equal work for every answer."""
NO_LONGER_LEGACY = {"legacy_family": None, "legacy_work": None}


def by_name(session: Session, viewer: Viewer, name_key: bytes) -> Row | None:
    """The account with this username."""
    return session.execute(select(_account).where(Account.name_key == name_key)).one_or_none()


def by_member(session: Session, viewer: Viewer, member_key: UUID) -> Row | None:
    """The member's account, in whatever state."""
    return session.execute(select(_account).where(Account.member_key == member_key)).one_or_none()


def provider_at(session: Session, viewer: Viewer, email_key: bytes) -> Row | None:
    """An office person's account with this address; offices share addresses, so the oldest of them."""
    at = select(_account).where(Account.email_key == email_key, Account.kind == "provider")
    return session.execute(at.order_by(Account.created_at, Account.id).limit(1)).one_or_none()


def by_id(session: Session, viewer: Viewer, account_id: UUID) -> Row | None:
    """An account by the id that a flow keeps."""
    return session.execute(select(_account).where(Account.id == account_id)).one_or_none()


def own(session: Session, viewer: Viewer) -> Row | None:
    """The viewer's own account."""
    return by_id(session, viewer, viewer.account_id or NOBODY)


def add(session: Session, viewer: Viewer, **values: Any) -> bool:
    """Create an account; False when its member or username has one."""
    fresh = insert(_account).values(**values).on_conflict_do_nothing().returning(_account.c.id)
    return session.execute(fresh).scalar() is not None


def mark_locked(session: Session, viewer: Viewer, account_id: UUID, now: datetime) -> None:
    """Lock (R182)."""
    session.execute(update(_account).where(Account.id == account_id).values(locked_at=now, changed_at=now))


def begin_first_session(session: Session, viewer: Viewer, seen: Row, now: datetime) -> bool:
    """Whether this is the first session of an account that was made here (R083): true once, however many log
    in at the same time."""
    if seen.first_session_at is not None:
        return False
    first = update(_account).where(_unchanged(seen), Account.first_session_at.is_(None))
    return session.execute(first.values(first_session_at=now)).rowcount == 1 and seen.source_key is None


def hold_unchanged(session: Session, viewer: Viewer, seen: Row, *, bear_lock: bool) -> bool:
    """Whether the account still is as it was when its password was verified; it stays so until the commit.

    Without this a log-in that verified the old password would outlive the reset that ended all sessions.
    """
    held = select(_account.c.id).where(_unchanged(seen)).with_for_update(read=True)
    if not bear_lock:
        held = held.where(Account.locked_at.is_not_distinct_from(seen.locked_at))
    return session.execute(held).scalar() is not None


def set_password(
    session: Session, viewer: Viewer, seen: Row, password_hash: str, now: datetime, *, recovered: bool
) -> bool:
    """Set the password. A recovery clears the lock as well (R101) and wakes a dormant account (R176); a
    change with the current password succeeds only if that still is the current one."""
    values: dict[str, Any] = {"password_hash": password_hash, "password_changed_at": now}
    values |= {"must_reset": False, "changed_at": now} | NO_LONGER_LEGACY
    values |= {"locked_at": None, "state": AccountState.ACTIVE} if recovered else {}
    which = _recoverable(seen) if recovered else _unchanged(seen)
    return session.execute(update(_account).where(which).values(**values)).rowcount == 1


def set_profile(session: Session, viewer: Viewer, seen: Row, now: datetime, **kept: Any) -> bool:
    """Write `profile`, sealed, `email_key` and `name_keys`; False when profile or password changed since they
    were seen, and for a disabled account."""
    unchanged = Account.password_changed_at == seen.password_changed_at
    same = _recoverable(seen) & unchanged & (Account.profile == seen.profile)
    written = update(_account).where(same).values(**kept, changed_at=now)
    return session.execute(written).rowcount == 1


def rehash(session: Session, viewer: Viewer, seen: Row, password_hash: str) -> None:
    """Keep the same password under newer parameters, and none that an old portal left."""
    same = update(_account).where(Account.id == seen.id, Account.password_hash == seen.password_hash)
    session.execute(same.values(password_hash=password_hash, **NO_LONGER_LEGACY))


def hold_username(
    session: Session,
    viewer: Viewer,
    name_key: bytes,
    sign_up_id: UUID,
    member_key: UUID,
    until: datetime,
    now: datetime,
) -> bool:
    """Take the username for a sign-up; False when somebody else has it.

    A hold that ran out, or one of an earlier sign-up of the same member, gives way.
    """
    fresh = insert(Username.__table__).values(
        name_key=name_key, sign_up_id=sign_up_id, member_key=member_key, held_until=until
    )
    new = fresh.excluded
    theirs = or_(
        Username.held_until <= now, (Username.member_key == new.member_key) & Username.held_until.is_not(None)
    )
    taken = fresh.on_conflict_do_update(
        index_elements=["name_key"],
        set_={"sign_up_id": new.sign_up_id, "member_key": new.member_key, "held_until": new.held_until},
        where=theirs,
    )
    return session.execute(taken.returning(Username.name_key)).scalar() is not None


def release_other_holds(session: Session, viewer: Viewer, member_key: UUID, name_key: bytes) -> None:
    """Free the usernames that earlier sign-ups of the member held."""
    mine = [
        Username.member_key == member_key,
        Username.held_until.is_not(None),
        Username.name_key != name_key,
    ]
    session.execute(delete(Username.__table__).where(*mine))


def keep_username(
    session: Session, viewer: Viewer, name_key: bytes, sign_up_id: UUID, account_id: UUID
) -> bool:
    """Turn a sign-up's hold into its account's for good; False when the hold is gone."""
    held = update(Username.__table__).where(Username.name_key == name_key, Username.sign_up_id == sign_up_id)
    return session.execute(held.values(account_id=account_id, held_until=None)).rowcount == 1


def give_username(session: Session, viewer: Viewer, name_key: bytes, account_id: UUID) -> None:
    """A username for an account that did not sign up."""
    session.execute(
        insert(Username.__table__).values(name_key=name_key, account_id=account_id).on_conflict_do_nothing()
    )


def held_names(session: Session, viewer: Viewer, name_keys: Sequence[bytes], now: datetime) -> set[bytes]:
    """Those of the usernames that somebody has."""
    held = or_(Username.held_until.is_(None), Username.held_until > now)
    return set(
        session.execute(select(Username.name_key).where(Username.name_key.in_(name_keys), held)).scalars()
    )


def _active(seen: Row) -> ColumnElement[bool]:
    return (Account.id == seen.id) & (Account.state == AccountState.ACTIVE)


def _recoverable(seen: Row) -> ColumnElement[bool]:
    return (Account.id == seen.id) & Account.state.in_(list(map(str, RECOVERABLE)))


def _unchanged(seen: Row) -> ColumnElement[bool]:
    return _active(seen) & (Account.password_changed_at == seen.password_changed_at)
