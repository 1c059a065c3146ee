"""Contexts that are over, remembered longer than any session that acted in one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.models import EndedContext
from servicekit.work import Viewer

MOST_ENDED = 10_000
_ended = EndedContext.__table__


def end(session: Session, viewer: Viewer, ids: Sequence[UUID], now: datetime) -> None:
    """Nobody acts in these any more."""
    rows = [{"id": id, "ended_at": now} for id in ids]
    session.execute(insert(_ended).on_conflict_do_nothing(), rows)


def ended_since(session: Session, viewer: Viewer, since: datetime) -> Sequence[UUID]:
    """Contexts that ended after this moment; for every process, so that none honours tokens with them."""
    ended = select(EndedContext.id).where(EndedContext.ended_at >= since)
    newest = ended.order_by(EndedContext.ended_at.desc()).limit(MOST_ENDED)
    return session.execute(newest).scalars().all()


def forget(session: Session, viewer: Viewer, before: datetime) -> None:
    """Remove those that ended before this moment."""
    session.execute(delete(_ended).where(EndedContext.ended_at < before))
