"""The questions. The viewer is who asks; the sender asks as the service itself."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, true, update
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from contracts.procedures import MEMBER, MEMBER_SERVICES, SUPPORT
from notifications.models import Delivery
from notifications.rules.states import WAITING, State
from servicekit.work import Viewer

NEWEST = 50
_WAITING = Delivery.state.in_(sorted(map(str, WAITING)))
_TO_SOMEBODY = Delivery.state != State.NOBODY


def for_account(session: Session, viewer: Viewer, account_id: uuid.UUID) -> Sequence[Delivery]:
    """The newest 50 letters of an account, for those who help with accounts of its kind (R079, R225). Raises
    Forbidden."""
    mine = select(Delivery).where(Delivery.account_id == account_id, _TO_SOMEBODY, _helped_by(viewer))
    newest = mine.order_by(Delivery.created_at.desc(), Delivery.id.desc())
    return session.scalars(newest.limit(NEWEST)).all()


def for_staff(session: Session, viewer: Viewer, delivery_id: uuid.UUID) -> Delivery | None:
    """A letter to somebody, locked, for those who help with accounts of that kind. Raises Forbidden."""
    found = select(Delivery).where(Delivery.id == delivery_id, _TO_SOMEBODY, _helped_by(viewer))
    return session.scalars(found.with_for_update()).one_or_none()


def next_due(session: Session, viewer: Viewer, now: datetime) -> Delivery | None:
    """The letter that is due longest among those of the lowest priority, locked; letters that another sender
    has locked are passed by."""
    due = _WAITING & (Delivery.next_try_at <= now)
    return _first_locked(session, viewer, due, Delivery.priority, Delivery.next_try_at)


def next_abandoned(session: Session, viewer: Viewer, now: datetime) -> Delivery | None:
    """A letter whose sender is gone: its lease ran out. Locked."""
    lost = (Delivery.state == State.SENDING) & (Delivery.lease_until <= now)
    return _first_locked(session, viewer, lost, Delivery.lease_until)


def claimed(session: Session, viewer: Viewer, delivery_id: uuid.UUID, claim: uuid.UUID) -> Delivery | None:
    """The letter, locked, if `claim` still holds it."""
    _only_itself(viewer)
    held = select(Delivery).where(Delivery.id == delivery_id, Delivery.claim == claim)
    return session.scalars(held.with_for_update()).one_or_none()


def mark_handed(
    session: Session, viewer: Viewer, delivery_id: uuid.UUID, claim: uuid.UUID, now: datetime
) -> bool:
    """Write down that the content goes out now; False when the claim is lost, and it must not go."""
    _only_itself(viewer)
    mine = update(Delivery).where(
        Delivery.id == delivery_id, Delivery.claim == claim, Delivery.lease_until > now
    )
    return session.execute(mine.values(handed_at=now)).rowcount == 1


def forget_nobody(session: Session, viewer: Viewer, before: datetime) -> int:
    """Remove the rows of events that named no recipient; how many."""
    _only_itself(viewer)
    old = delete(Delivery).where(Delivery.state == State.NOBODY, Delivery.created_at < before)
    return session.execute(old).rowcount


def backlog(session: Session, viewer: Viewer) -> tuple[int, datetime | None]:
    """How many letters wait or are being sent, and since when the oldest does."""
    _only_itself(viewer)
    open_ = _WAITING | (Delivery.state == State.SENDING)
    return session.execute(select(func.count(), func.min(Delivery.created_at)).where(open_)).one()._tuple()


def _first_locked(
    session: Session, viewer: Viewer, which: ColumnElement[bool], *order: ColumnElement
) -> Delivery | None:
    _only_itself(viewer)
    found = select(Delivery).where(which).order_by(*order).limit(1)
    return session.scalars(found.with_for_update(skip_locked=True)).one_or_none()


def _helped_by(viewer: Viewer) -> ColumnElement[bool]:
    """Letters to accounts that the viewer helps with: support with all, Member Services with members'."""
    if SUPPORT in viewer.roles:
        return true()
    if MEMBER_SERVICES in viewer.roles:
        return Delivery.kind == MEMBER
    raise Forbidden()


def _only_itself(viewer: Viewer) -> None:
    if viewer.signed_in:
        raise Forbidden()
