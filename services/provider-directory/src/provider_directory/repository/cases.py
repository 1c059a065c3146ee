"""Cases and what staff did. Whoever opens one sees its number; the queue is staff's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from contracts.provider_directory.cases import CASE_STAFF
from provider_directory.models import Case, CaseNote, StaffAct
from servicekit.work import Viewer

_case, _note, _act = Case.__table__, CaseNote.__table__, StaffAct.__table__
MOST_NOTES = 200


def hold_opener(session: Session, viewer: Viewer, key: bytes) -> None:
    """Nobody else opens a case under this digest until the transaction ends, so that counting is exact."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key.hex(), 0))))


def opened_since(session: Session, viewer: Viewer, key: bytes, since: datetime, most: int) -> int:
    """How many cases were opened under this digest; it doesn't count beyond `most`."""
    young = select(_case.c.id).where(_case.c.opened_by_key == key, _case.c.opened_at > since).limit(most)
    return len(session.execute(young).all())


def add(session: Session, viewer: Viewer, **values: Any) -> Row:
    """Write a case."""
    return session.execute(insert(_case).values(**values).returning(_case)).one()


def queue(
    session: Session,
    viewer: Viewer,
    state: str,
    kind: str | None,
    number: int | None,
    assigned_to: UUID | None,
    after: int | None,
    most: int,
) -> Sequence[Row]:
    """Cases by number, which is the order in which they were opened. Raises Forbidden."""
    _staff_alone(viewer)
    wanted = select(_case)
    if number is not None:
        return session.execute(wanted.where(_case.c.number == number)).all()
    wanted = wanted.where(_case.c.state == state)
    if kind is not None:
        wanted = wanted.where(_case.c.kind == kind)
    if assigned_to is not None:
        wanted = wanted.where(_case.c.assigned_to == assigned_to)
    if after is not None:
        wanted = wanted.where(_case.c.number > after)
    return session.execute(wanted.order_by(_case.c.number).limit(most)).all()


def find(session: Session, viewer: Viewer, case_id: UUID) -> Row | None:
    """One case. Raises Forbidden."""
    _staff_alone(viewer)
    return session.execute(select(_case).where(_case.c.id == case_id)).one_or_none()


def hold(session: Session, viewer: Viewer, case_id: UUID) -> Row | None:
    """One case, which nobody else changes until the transaction ends. Raises Forbidden."""
    _staff_alone(viewer)
    return session.execute(select(_case).where(_case.c.id == case_id).with_for_update()).one_or_none()


def change(session: Session, viewer: Viewer, case_id: UUID, **values: Any) -> Row:
    """Write another version of a case. Raises Forbidden."""
    _staff_alone(viewer)
    values["version"] = _case.c.version + 1
    return session.execute(update(_case).where(_case.c.id == case_id).values(**values).returning(_case)).one()


def notes_of(session: Session, viewer: Viewer, case_id: UUID) -> Sequence[Row]:
    """What was written down about a case, the oldest first. Raises Forbidden."""
    _staff_alone(viewer)
    notes = select(_note).where(_note.c.case_id == case_id).order_by(_note.c.id).limit(MOST_NOTES)
    return session.execute(notes).all()


def add_note(session: Session, viewer: Viewer, case_id: UUID, text_sealed: str, at: datetime) -> None:
    """Write something down about a case. Raises Forbidden."""
    _staff_alone(viewer)
    values = {"case_id": case_id, "by_account_id": viewer.account_id, "text_sealed": text_sealed, "at": at}
    session.execute(insert(_note).values(**values))


def record_act(session: Session, viewer: Viewer, **values: Any) -> Row:
    """Write down what the viewer did; for good."""
    fresh = insert(_act).values(account_id=viewer.account_id, **values)
    return session.execute(fresh.returning(_act)).one()


def acts(session: Session, viewer: Viewer, billing_provider_id: UUID, act: str, most: int) -> Sequence[Row]:
    """The newest acts of one kind for a Provider ID. Raises Forbidden."""
    _staff_alone(viewer)
    done = select(_act).where(_act.c.billing_provider_id == billing_provider_id, _act.c.act == act)
    return session.execute(done.order_by(_act.c.id.desc()).limit(most)).all()


def _staff_alone(viewer: Viewer) -> None:
    if not viewer.roles & CASE_STAFF:
        raise Forbidden()
