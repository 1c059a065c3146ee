"""Questions of the mailroom: the queue of card orders, batches, and orders to be moved on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from contracts.procedures import MAILROOM
from member.models import CardBatch, CardOrder, Member
from member.repository.desks import DESKS, PAGE, only
from servicekit.work import Viewer

_order, _member = CardOrder.__table__, Member.__table__


def queue(session: Session, viewer: Viewer, state: str, after: int | None) -> Sequence[Row]:
    """The orders of a state behind number `after`, the oldest first; one more than a page."""
    only(viewer, MAILROOM)
    wanted = select(_order).where(CardOrder.state == state, CardOrder.number > (after or 0))
    return session.execute(wanted.order_by(CardOrder.number).limit(PAGE + 1)).all()


def numbered(session: Session, viewer: Viewer, number: int) -> Sequence[Row]:
    """The order with this number."""
    only(viewer, MAILROOM)
    return session.execute(select(_order).where(CardOrder.number == number)).all()


def next_ordered(session: Session, viewer: Viewer, count: int) -> Sequence[CardOrder]:
    """The oldest orders that nobody prints, locked; what another person is printing now is left to her."""
    only(viewer, MAILROOM)
    return _locked(session, select(CardOrder).where(CardOrder.state == "ordered").limit(count))


def these(session: Session, viewer: Viewer, ids: Sequence[UUID], state: str) -> Sequence[CardOrder]:
    """Those of the orders that are in this state, locked; what another person has is left to her."""
    only(viewer, MAILROOM)
    return _locked(session, select(CardOrder).where(CardOrder.id.in_(ids), CardOrder.state == state))


def one(session: Session, viewer: Viewer, order_id: UUID) -> CardOrder | None:
    """An order of anybody's, locked."""
    only(viewer, *DESKS)
    return session.scalars(select(CardOrder).where(CardOrder.id == order_id).with_for_update()).one_or_none()


def begin_batch(session: Session, viewer: Viewer, now: datetime) -> CardBatch:
    """A batch that the viewer prints."""
    only(viewer, MAILROOM)
    batch = CardBatch(printed_by=str(viewer.account_id), printed_at=now)
    session.add(batch)
    session.flush()
    return batch


def batch(session: Session, viewer: Viewer, batch_id: UUID) -> Row | None:
    """A batch."""
    only(viewer, MAILROOM)
    return session.execute(select(CardBatch.__table__).where(CardBatch.id == batch_id)).one_or_none()


def orders_of(session: Session, viewer: Viewer, batch_id: UUID) -> Sequence[Row]:
    """The orders of a batch, by number."""
    only(viewer, MAILROOM)
    return session.execute(
        select(_order).where(CardOrder.batch_id == batch_id).order_by(CardOrder.number)
    ).all()


def members_of(session: Session, viewer: Viewer, member_keys: Sequence[UUID]) -> dict[UUID, Row]:
    """Who these members are, for their cards."""
    only(viewer, *DESKS)
    found = session.execute(select(_member).where(Member.key.in_(member_keys)))
    return {row.key: row for row in found}


def _locked(session: Session, wanted: Select) -> Sequence[CardOrder]:
    return session.scalars(wanted.order_by(CardOrder.number).with_for_update(skip_locked=True)).all()
