"""Who saw whose record, and who searched for whom (R237)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Uuid, insert, literal, select, tuple_
from sqlalchemy.orm import Session

from contracts.procedures import MEMBER_SERVICES, PROVIDER
from member.models import RecordLook, RecordSearch
from member.repository.coverage import own_key
from member.repository.desks import DESKS, PAGE, only
from servicekit.work import Viewer

_look = RecordLook.__table__


def note(session: Session, viewer: Viewer, member_key: UUID, **values: Any) -> UUID:
    """The viewer sees this member's record; the id of the row."""
    only(viewer, *DESKS)
    fresh = insert(_look).values(member_key=member_key, looker=str(viewer.account_id), **values)
    return session.execute(fresh.returning(_look.c.id)).scalar_one()


def note_many(session: Session, viewer: Viewer, member_keys: Iterable[UUID], **values: Any) -> None:
    """The viewer sees something of each of these members."""
    only(viewer, *DESKS, PROVIDER)
    row = values | {"looker": str(viewer.account_id), "context_id": viewer.context_id}
    rows = [row | {"member_key": key} for key in dict.fromkeys(member_keys)]
    if rows:
        session.execute(insert(_look).values(rows))


def note_search(session: Session, viewer: Viewer, **values: Any) -> None:
    """The viewer searched for somebody."""
    only(viewer, *DESKS)
    session.execute(insert(RecordSearch.__table__).values(searcher=str(viewer.account_id), **values))


def recent(session: Session, viewer: Viewer, id: UUID, member_key: UUID, since: datetime) -> Row | None:
    """The viewer's own look at this member, if it is not older than `since`."""
    mine = select(_look).where(
        _look.c.id == id,
        _look.c.member_key == member_key,
        _look.c.looker == str(viewer.account_id),
        _look.c.at >= since,
    )
    return session.execute(mine).one_or_none()


def own(session: Session, viewer: Viewer, after: UUID | None) -> Sequence[Row]:
    """Looks at the viewer's own record behind `after`, the newest first; one more than a page."""
    return _page(session, _look.c.member_key == own_key(viewer), after)


def of_member(session: Session, viewer: Viewer, member_key: UUID, after: UUID | None) -> Sequence[Row]:
    """Looks at a member's record, for staff; one more than a page."""
    only(viewer, MEMBER_SERVICES)
    return _page(session, _look.c.member_key == member_key, after)


def _page(session: Session, whose: ColumnElement[bool], after: UUID | None) -> Sequence[Row]:
    wanted = select(_look).where(whose)
    if after is not None:
        last_at = select(_look.c.at).where(whose, _look.c.id == after).scalar_subquery()
        wanted = wanted.where(tuple_(_look.c.at, _look.c.id) < tuple_(last_at, literal(after, Uuid)))
    newest = wanted.order_by(_look.c.at.desc(), _look.c.id.desc())
    return session.execute(newest.limit(PAGE + 1)).all()
