"""Questions about requests for a primary doctor that the rules refuse (R227)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from contracts.procedures import MEMBER_SERVICES
from member.models import PcpException
from member.repository.coverage import own_key
from member.repository.desks import PAGE, only
from servicekit.work import Viewer

_exception = PcpException.__table__
MOST_SHOWN = 10


def own(session: Session, viewer: Viewer) -> Sequence[Row]:
    """The viewer's newest requests."""
    mine = select(_exception).where(PcpException.member_key == own_key(viewer))
    return session.execute(mine.order_by(PcpException.number.desc()).limit(MOST_SHOWN)).all()


def own_open(session: Session, viewer: Viewer, line: str) -> Row | None:
    """The viewer's request that waits for a decision in the line."""
    mine = select(_exception).where(
        PcpException.member_key == own_key(viewer), PcpException.line == line, PcpException.state == "open"
    )
    return session.execute(mine).one_or_none()


def add(session: Session, viewer: Viewer, **values: Any) -> Row:
    """A request of the viewer's."""
    fresh = insert(_exception).values(member_key=own_key(viewer), state="open", **values)
    return session.execute(fresh.returning(_exception)).one()


def queue(session: Session, viewer: Viewer, state: str, after: int | None) -> Sequence[Row]:
    """The requests in a state behind number `after`, the oldest first; one more than a page."""
    only(viewer, MEMBER_SERVICES)
    wanted = select(_exception).where(PcpException.state == state, PcpException.number > (after or 0))
    return session.execute(wanted.order_by(PcpException.number).limit(PAGE + 1)).all()


def find(session: Session, viewer: Viewer, exception_id: UUID) -> Row | None:
    """A request of anybody's."""
    only(viewer, MEMBER_SERVICES)
    return session.execute(select(_exception).where(PcpException.id == exception_id)).one_or_none()


def hold(session: Session, viewer: Viewer, exception_id: UUID) -> PcpException | None:
    """A request of anybody's, locked: it is decided once."""
    only(viewer, MEMBER_SERVICES)
    wanted = select(PcpException).where(PcpException.id == exception_id)
    return session.scalars(wanted.with_for_update()).one_or_none()
