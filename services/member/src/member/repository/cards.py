"""Questions about ID-card orders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, or_, select
from sqlalchemy.orm import Session

from member.models import CardOrder, ContactPoint
from member.repository.coverage import own_key
from servicekit.work import Viewer

_order, _point = CardOrder.__table__, ContactPoint.__table__
OPEN = ("ordered", "printed")


def own_newest(session: Session, viewer: Viewer) -> Row | None:
    """The viewer's last order that was not cancelled."""
    mine = select(_order).where(CardOrder.member_key == own_key(viewer), CardOrder.state != "cancelled")
    return session.execute(mine.order_by(CardOrder.ordered_at.desc()).limit(1)).one_or_none()


def own_in_the_way(session: Session, viewer: Viewer, since: datetime) -> Row | None:
    """The viewer's order that is open, or was mailed after `since`: a second card would only cross it."""
    fresh = (CardOrder.state == "mailed") & (CardOrder.mailed_at >= since)
    mine = select(_order).where(
        CardOrder.member_key == own_key(viewer), or_(CardOrder.state.in_(OPEN), fresh)
    )
    return session.execute(mine.order_by(CardOrder.ordered_at.desc()).limit(1)).one_or_none()


def add(session: Session, viewer: Viewer, **values: Any) -> Row:
    """A new order of the viewer's."""
    fresh = insert(_order).values(member_key=own_key(viewer), state="ordered", **values)
    return session.execute(fresh.returning(_order)).one()


def own(session: Session, viewer: Viewer, order_id: UUID) -> CardOrder | None:
    """One of the viewer's orders, locked."""
    mine = select(CardOrder).where(CardOrder.id == order_id, CardOrder.member_key == own_key(viewer))
    return session.scalars(mine.with_for_update()).one_or_none()


def own_last(session: Session, viewer: Viewer, count: int) -> Sequence[Row]:
    """The viewer's newest orders, cancelled ones, too."""
    mine = select(_order).where(CardOrder.member_key == own_key(viewer))
    return session.execute(mine.order_by(CardOrder.ordered_at.desc()).limit(count)).all()


def own_addresses(session: Session, viewer: Viewer) -> Sequence[Row]:
    """The viewer's addresses, mailing ones first; a confidential one wins over all others (R143)."""
    mine = select(_point).where(
        ContactPoint.member_key == own_key(viewer),
        ContactPoint.kind == "address",
        ContactPoint.ended_at.is_(None),
    )
    first = (ContactPoint.use != "mailing", ContactPoint.use != "home", ContactPoint.created_at)
    found = session.execute(mine.order_by(*first)).all()
    return [point for point in found if point.use == "confidential"] or found
