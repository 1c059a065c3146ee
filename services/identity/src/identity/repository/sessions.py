"""Sessions and their refresh tokens' generations."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Update, case, delete, exists, insert, select, update
from sqlalchemy.orm import Session as Db

from identity.models import Account, Authenticator, EndedContext, Session
from identity.rules.states import STAFF, AccountState
from servicekit.work import Viewer

NEWEST = 50
MOST_REVOKED = 10_000
_session = Session.__table__

_enrolled = exists().where(Authenticator.account_id == Account.id, Authenticator.confirmed_at.is_not(None))
_needs_second_factor = (Account.kind == STAFF) | _enrolled.correlate(Account)
_is_over = exists().where(EndedContext.id == Session.context_id).correlate(Session)

_BEARER = (
    Account.kind,
    Account.roles,
    Account.member_key,
    Account.must_reset,
    (Session.proved_at.is_(None) & _needs_second_factor).label("second_factor_due"),
    case((_is_over, None), else_=Session.context_id).label("acting_in"),
)


def add(db: Db, viewer: Viewer, **values: Any) -> bool:
    """Begin a session; whether it needs a second factor: who is staff or has an authenticator does."""
    needs_one = select(_needs_second_factor).where(Account.id == values["account_id"])
    begun = insert(_session).values(**values).returning(needs_one.scalar_subquery())
    return bool(db.execute(begun).scalar())


def rotate(db: Db, viewer: Viewer, id: UUID, generation: int, now: datetime, idle: timedelta) -> Row | None:
    """Go to the next refresh token, if `generation` is the current one and the session still runs."""
    current = update(_session).where(
        Session.id == id,
        Session.generation == generation,
        _runs(now, idle),
        Account.id == Session.account_id,
        Account.state == AccountState.ACTIVE,
    )
    turned = current.values(generation=generation + 1, rotated_at=now, last_seen_at=now)
    return db.execute(turned.returning(*_session.c, *_BEARER)).one_or_none()


def renew(db: Db, viewer: Viewer, now: datetime, **changes: Any) -> Row | None:
    """The viewer's own session with its next refresh token and `changes`: `proved_at`, `context_id`."""
    mine = update(_session).where(
        Session.id == viewer.session_id,
        Session.account_id == viewer.account_id,
        Session.ended_at.is_(None),
        Account.id == Session.account_id,
    )
    turned = mine.values(generation=Session.generation + 1, rotated_at=now, last_seen_at=now, **changes)
    return db.execute(turned.returning(*_session.c, *_BEARER)).one_or_none()


def running(db: Db, viewer: Viewer, id: UUID, now: datetime, idle: timedelta) -> Row | None:
    """A session that still runs, with what its tokens say; locked, so that it isn't rotated meanwhile."""
    joined = select(*_session.c, *_BEARER).join(Account, Account.id == Session.account_id)
    mine = joined.where(Session.id == id, _runs(now, idle), Account.state == AccountState.ACTIVE)
    return db.execute(mine.with_for_update(of=_session)).one_or_none()


def own(db: Db, viewer: Viewer, now: datetime, idle: timedelta) -> Sequence[Row]:
    """The viewer's running sessions, the newest first."""
    mine = select(_session).where(Session.account_id == viewer.account_id, _runs(now, idle))
    return db.execute(mine.order_by(Session.started_at.desc(), Session.id).limit(NEWEST)).all()


def end_own(db: Db, viewer: Viewer, id: UUID, now: datetime) -> list[UUID]:
    """End one of the viewer's sessions; empty when it isn't one. Who has not proved to be the owner ends the
    session that asks, and no other."""
    mine = _end(Session.id == id, now, "owner").where(Session.account_id == viewer.account_id)
    if viewer.second_factor_due:
        mine = mine.where(Session.id == viewer.session_id)
    return list(db.execute(mine.returning(_session.c.id)).scalars())


def end_others(db: Db, viewer: Viewer, now: datetime, by: str) -> list[UUID]:
    """End the viewer's sessions but the one that asks; their ids."""
    others = _end(Session.account_id == viewer.account_id, now, by).where(Session.id != viewer.session_id)
    return list(db.execute(others.returning(_session.c.id)).scalars())


def end_guessing(db: Db, viewer: Viewer, now: datetime) -> list[UUID]:
    """End the viewer's session and all of the account's that are not proved; their ids."""
    guessing = (Session.id == viewer.session_id) | Session.proved_at.is_(None)
    ended = _end(Session.account_id == viewer.account_id, now, "second_factor").where(guessing)
    return list(db.execute(ended.returning(_session.c.id)).scalars())


def leave_contexts(db: Db, viewer: Viewer, context_ids: Collection[UUID]) -> None:
    """Take sessions out of contexts that are over. They go on without one."""
    inside = update(_session).where(Session.context_id.in_(context_ids))
    db.execute(inside.values(context_id=None))


def end_all(db: Db, viewer: Viewer, account_id: UUID, now: datetime, by: str) -> list[UUID]:
    """End every session of an account; their ids."""
    every = _end(Session.account_id == account_id, now, by)
    return list(db.execute(every.returning(_session.c.id)).scalars())


def end_stolen(db: Db, viewer: Viewer, id: UUID, now: datetime) -> None:
    """End a session whose refresh token was used twice."""
    db.execute(_end(Session.id == id, now, "reuse"))


def ended_since(db: Db, viewer: Viewer, since: datetime) -> Sequence[UUID]:
    """Sessions that ended after this moment; for every process, so that none honours their tokens."""
    ended = select(Session.id).where(Session.ended_at >= since).order_by(Session.ended_at.desc())
    return db.execute(ended.limit(MOST_REVOKED)).scalars().all()


def forget(db: Db, viewer: Viewer, before: datetime) -> None:
    """Remove sessions that could not have run after this moment."""
    db.execute(delete(_session).where(Session.expires_at < before))


def _end(which: ColumnElement[bool], now: datetime, by: str) -> Update:
    return update(_session).where(which, Session.ended_at.is_(None)).values(ended_at=now, ended_by=by)


def _runs(now: datetime, idle: timedelta) -> ColumnElement[bool]:
    return Session.ended_at.is_(None) & (Session.expires_at > now) & (Session.last_seen_at > now - idle)
