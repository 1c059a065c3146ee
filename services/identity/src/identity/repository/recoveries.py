"""Requests to recover an account."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from identity.models import Recovery
from servicekit.work import Viewer

PURPOSE = "recovery"
_recovery = Recovery.__table__


def add(session: Session, viewer: Viewer, **values: Any) -> None:
    """Write a request."""
    session.execute(insert(_recovery).values(**values))


def find(session: Session, viewer: Viewer, id: UUID, now: datetime) -> Row | None:
    """The request, unless its time is over."""
    return session.execute(
        select(_recovery).where(Recovery.id == id, Recovery.expires_at > now)
    ).one_or_none()


def forget(session: Session, viewer: Viewer, before: datetime) -> None:
    """Remove requests whose time was over before this moment."""
    session.execute(delete(_recovery).where(Recovery.expires_at < before))
