"""Requests for access to a Provider ID, or for a permission there (R020, R187)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import AccessRequest, BillingProvider
from servicekit.work import Viewer

_request = AccessRequest.__table__
OPEN = "open"
BATCH = 200


def ask(session: Session, viewer: Viewer, now: datetime, **values: Any) -> tuple[Row, bool]:
    """The viewer's open request of this kind, and whether it is new. `values` are billing_provider_id,
    feature, message_sealed, person_sealed and email_key."""
    mine = {"account_id": viewer.account_id, "state": OPEN}
    fresh = insert(_request).values(id=uuid4(), asked_at=now, **mine, **values).on_conflict_do_nothing()
    added = session.execute(fresh.returning(*_request.c)).one_or_none()
    if added is not None:
        return added, True
    there = _open(values["billing_provider_id"]).where(
        AccessRequest.account_id == viewer.account_id,
        AccessRequest.feature.is_not_distinct_from(values["feature"]),
    )
    return session.execute(there).one(), False


def open_ones(
    session: Session, viewer: Viewer, billing_provider_id: UUID, after: UUID | None, limit: int
) -> Sequence[Row]:
    """The open requests to a Provider ID, the oldest first, from the one `after` on."""
    order = (AccessRequest.asked_at, AccessRequest.id)
    waiting = _open(billing_provider_id).order_by(*order).limit(limit)
    if after is not None:
        place = select(*order).where(
            AccessRequest.id == after, AccessRequest.billing_provider_id == billing_provider_id
        )
        waiting = waiting.where(tuple_(*order) > place.scalar_subquery())
    return session.execute(waiting).all()


def all_open(session: Session, viewer: Viewer, billing_provider_id: UUID) -> Sequence[Row]:
    """Every open request to a Provider ID, the oldest first."""
    return session.execute(_open(billing_provider_id).order_by(AccessRequest.asked_at)).all()


def count_open(session: Session, viewer: Viewer, billing_provider_id: UUID, most: int) -> int:
    """How many are open, counted no further than `most`."""
    some = _open(billing_provider_id).limit(most).subquery()
    return session.execute(select(func.count()).select_from(some)).scalar_one()


def hold(session: Session, viewer: Viewer, billing_provider_id: UUID, request_id: UUID) -> Row | None:
    """A request to this Provider ID, in whatever state, locked."""
    found = select(_request).where(
        AccessRequest.id == request_id, AccessRequest.billing_provider_id == billing_provider_id
    )
    return session.execute(found.with_for_update()).one_or_none()


def own_features(session: Session, viewer: Viewer, billing_provider_id: UUID) -> Sequence[str]:
    """The permissions that the viewer waits for."""
    waiting = select(AccessRequest.feature).where(
        AccessRequest.account_id == viewer.account_id,
        AccessRequest.billing_provider_id == billing_provider_id,
        AccessRequest.state == OPEN,
        AccessRequest.feature.is_not(None),
    )
    return session.execute(waiting.order_by(AccessRequest.feature)).scalars().all()


def decide(
    session: Session,
    viewer: Viewer,
    request_id: UUID,
    state: str,
    now: datetime,
    reason_sealed: str | None = None,
) -> None:
    """Close a request."""
    session.execute(
        update(_request)
        .where(AccessRequest.id == request_id)
        .values(state=state, decided_at=now, decided_by=viewer.account_id, reason_sealed=reason_sealed)
    )


def withdraw(
    session: Session, viewer: Viewer, billing_provider_id: UUID, account_id: UUID, now: datetime
) -> None:
    """What an account asked of this Provider ID needs no answer any more: it came in, or it is out."""
    theirs = (
        AccessRequest.billing_provider_id == billing_provider_id,
        AccessRequest.account_id == account_id,
        AccessRequest.state == OPEN,
    )
    session.execute(update(_request).where(*theirs).values(state="withdrawn", decided_at=now))


def renew_person(session: Session, viewer: Viewer, account_id: UUID, sealed: dict[str, Any]) -> None:
    """Keep what identity says of an account's owner in what she asks for; an approval takes it from there."""
    hers = (AccessRequest.account_id == account_id, AccessRequest.state == OPEN)
    session.execute(update(_request).where(*hers).values(**sealed))


def remind(session: Session, viewer: Viewer, before: datetime, now: datetime) -> Sequence[Row]:
    """Mark some that wait since before this moment as reminded of: the rows, with `office`."""
    due = (
        select(AccessRequest.id)
        .where(
            AccessRequest.state == OPEN, AccessRequest.asked_at <= before, AccessRequest.reminded_at.is_(None)
        )
        .order_by(AccessRequest.asked_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return _marked(session, due, reminded_at=now)


def expire(session: Session, viewer: Viewer, before: datetime, now: datetime) -> Sequence[Row]:
    """Close some that wait since before this moment: the rows, with `office`."""
    due = (
        select(AccessRequest.id)
        .where(AccessRequest.state == OPEN, AccessRequest.asked_at <= before)
        .order_by(AccessRequest.asked_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return _marked(session, due, state="expired", decided_at=now)


def _marked(session: Session, due: Select, **values: Any) -> Sequence[Row]:
    changed = (
        update(_request)
        .where(AccessRequest.id.in_(due), BillingProvider.id == AccessRequest.billing_provider_id)
        .values(**values)
        .returning(*_request.c, BillingProvider.name.label("office"))
    )
    return session.execute(changed).all()


def _open(billing_provider_id: UUID) -> Select:
    return select(_request).where(
        AccessRequest.billing_provider_id == billing_provider_id, AccessRequest.state == OPEN
    )
