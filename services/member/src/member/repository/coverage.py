"""Questions about members and their coverage. The viewer decides whose: her own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from member.models import CoverageSpan, Member
from member.repository.desks import DESKS, only
from member.rules.coverage import Span
from servicekit.work import Viewer

NOBODY = UUID(int=0)
_member, _span = Member.__table__, CoverageSpan.__table__


def own_key(viewer: Viewer) -> UUID:
    """The viewer's member key; of somebody who is no member, one that nobody has."""
    return viewer.person_key or NOBODY


def own_member(session: Session, viewer: Viewer) -> Row | None:
    """The viewer's own row."""
    return session.execute(select(_member).where(Member.key == own_key(viewer))).one_or_none()


def hold_own_member(session: Session, viewer: Viewer) -> Row | None:
    """The viewer's own row, locked: changes to what hangs on it come one after the other."""
    mine = select(_member).where(Member.key == own_key(viewer))
    return session.execute(mine.with_for_update()).one_or_none()


def spans_of(session: Session, viewer: Viewer, member_keys: Sequence[UUID]) -> dict[UUID, list[Span]]:
    """The coverage of many members, for staff; the newest first."""
    only(viewer, *DESKS)
    found = select(_span.c.member_key, _span.c.line, _span.c.starts_on, _span.c.ends_on).where(
        CoverageSpan.member_key.in_(member_keys)
    )
    spans: dict[UUID, list[Span]] = {}
    for key, *rest in session.execute(found.order_by(CoverageSpan.starts_on.desc(), _span.c.line)):
        spans.setdefault(key, []).append(Span(*rest))
    return spans


def own_spans(session: Session, viewer: Viewer) -> Sequence[Span]:
    """All of the viewer's coverage, the newest first."""
    mine = select(_span.c.line, _span.c.starts_on, _span.c.ends_on).where(
        CoverageSpan.member_key == own_key(viewer)
    )
    return [Span(*row) for row in session.execute(mine.order_by(CoverageSpan.starts_on.desc(), _span.c.line))]
