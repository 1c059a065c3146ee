"""A member's own contact points. Every question is about the viewer: another's entries are not there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from contracts.procedures import MAILROOM
from member.models import ContactChange, ContactPoint
from member.repository.coverage import own_key
from member.repository.desks import only
from servicekit.work import Viewer

_point = ContactPoint.__table__
MOST = 100


def _living_of(key: Any) -> ColumnElement[bool]:
    return (_point.c.member_key == key) & _point.c.ended_at.is_(None)


OWN = (
    select(_point)
    .where(_living_of(bindparam("key")))
    .order_by(_point.c.kind, _point.c.created_at, _point.c.id)
    .limit(MOST)
)
"""Built once: it is asked for every page of contact details, and building it takes as long as asking."""


def own(session: Session, viewer: Viewer) -> Sequence[Row]:
    """The viewer's entries that have not ended, by kind, the oldest first."""
    return session.execute(OWN, {"key": own_key(viewer)}).all()


def add(session: Session, viewer: Viewer, **values: Any) -> Row:
    """Write an entry of the viewer's."""
    fresh = insert(_point).values(member_key=own_key(viewer), **values)
    return session.execute(fresh.returning(_point)).one()


def change(session: Session, viewer: Viewer, id: UUID, **values: Any) -> Row:
    """Write another version of one of the viewer's entries."""
    mine = update(_point).where(_point.c.id == id, _living(viewer))
    return session.execute(mine.values(version=_point.c.version + 1, **values).returning(_point)).one()


def confidential(session: Session, viewer: Viewer) -> Row | None:
    """The viewer's confidential address (R143)."""
    mine = select(_point).where(_living(viewer), _point.c.use == "confidential")
    return session.execute(mine).one_or_none()


def confidential_of(session: Session, viewer: Viewer, member_keys: Sequence[UUID]) -> Sequence[Row]:
    """The confidential addresses of many members, for the mailroom."""
    only(viewer, MAILROOM)
    theirs = _point.c.member_key.in_(member_keys) & _point.c.ended_at.is_(None)
    return session.execute(select(_point).where(theirs, _point.c.use == "confidential")).all()


def flag_undeliverable(session: Session, viewer: Viewer, id: UUID, now: datetime) -> None:
    """Mail came back from this address. It says what it said: no new version."""
    only(viewer, MAILROOM)
    session.execute(update(_point).where(_point.c.id == id).values(undeliverable_at=now))


def confirm_deliverable(session: Session, viewer: Viewer, id: UUID) -> None:
    """The viewer's address is right all the same."""
    session.execute(update(_point).where(_point.c.id == id, _living(viewer)).values(undeliverable_at=None))


def living(session: Session, viewer: Viewer, id: UUID) -> Row | None:
    """An entry of anybody's that has not ended, for the mailroom."""
    only(viewer, MAILROOM)
    return session.execute(select(_point).where(_point.c.id == id, _point.c.ended_at.is_(None))).one_or_none()


def verify(session: Session, viewer: Viewer, id: UUID, now: datetime) -> Row:
    """A code proved one of the viewer's addresses. It says what it said: no new version."""
    mine = update(_point).where(_point.c.id == id, _living(viewer))
    return session.execute(mine.values(verified_at=now).returning(_point)).one()


def preferred(session: Session, viewer: Viewer, kind: str) -> UUID | None:
    """Which entry of this kind the viewer prefers."""
    mine = select(_point.c.id).where(_living(viewer), _point.c.kind == kind, _point.c.preferred)
    return session.execute(mine).scalar()


def note(session: Session, viewer: Viewer, **values: Any) -> None:
    """Add to the history of an entry."""
    session.execute(insert(ContactChange.__table__).values(**values))


def _living(viewer: Viewer) -> ColumnElement[bool]:
    return _living_of(own_key(viewer))
