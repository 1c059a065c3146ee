"""Accounts whose association is held (R015)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from provider_directory.models import AssociationHold
from servicekit.work import Viewer


def case_of(session: Session, viewer: Viewer) -> int | None:
    """The number of the case for which the viewer's association is held; None when it isn't."""
    held = select(AssociationHold.case_number).where(AssociationHold.account_id == viewer.account_id)
    return session.execute(held).scalar()


def lock(session: Session, viewer: Viewer) -> None:
    """Nobody else holds the viewer's association until the transaction ends."""
    key = func.hashtextextended(f"hold/{viewer.account_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))


def hold(session: Session, viewer: Viewer, case_number: int, now: datetime) -> None:
    """Hold the viewer's association."""
    held = {"account_id": viewer.account_id, "held_at": now, "case_number": case_number}
    session.execute(insert(AssociationHold).values(**held))


def is_held(session: Session, viewer: Viewer, account_id: UUID) -> bool:
    """Whether an account's association is held, for staff."""
    held = select(AssociationHold.account_id).where(AssociationHold.account_id == account_id)
    return session.execute(held).scalar() is not None


def release(session: Session, viewer: Viewer, account_id: UUID) -> None:
    """Free an account, for staff."""
    session.execute(delete(AssociationHold).where(AssociationHold.account_id == account_id))
