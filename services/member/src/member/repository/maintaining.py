"""Reading and writing the records of many members at once: a statement for each table."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from member.models import ContactChange, ContactPoint, CoverageSpan, Dependant, Member
from servicekit.work import Viewer

_member, _span = Member.__table__, CoverageSpan.__table__
_point, _change, _dependant = ContactPoint.__table__, ContactChange.__table__, Dependant.__table__

Rows = list[dict[str, Any]]


def hold(session: Session, viewer: Viewer, digests: Iterable[bytes]) -> Sequence[Row]:
    """The members with these digests; nobody else changes them until the commit."""
    found = select(_member).where(_member.c.member_id_digest.in_(list(digests)))
    return session.execute(found.order_by(_member.c.key).with_for_update()).all()


def spans_of(session: Session, viewer: Viewer, keys: Sequence[UUID]) -> Sequence[Row]:
    """Their coverage, the earliest first."""
    return session.execute(
        select(_span).where(_span.c.member_key.in_(keys)).order_by(_span.c.member_key, _span.c.starts_on)
    ).all()


def entries_of(session: Session, viewer: Viewer, keys: Sequence[UUID], source: str) -> Sequence[Row]:
    """Their contact points, the oldest first; of the ended ones those that came from `source`."""
    known = or_(_point.c.ended_at.is_(None), _point.c.source == source)
    found = select(_point).where(_point.c.member_key.in_(keys), known)
    return session.execute(found.order_by(_point.c.created_at, _point.c.id)).all()


def dependants_of(session: Session, viewer: Viewer, keys: Sequence[UUID]) -> Sequence[Row]:
    """Whose dependants they are, where they are anybody's."""
    return session.execute(select(_dependant).where(_dependant.c.member_key.in_(keys))).all()


def add_members(session: Session, viewer: Viewer, rows: Rows) -> None:
    """New members; rows are column values."""
    _add(session, _member, rows)


def change_members(session: Session, viewer: Viewer, rows: Rows) -> None:
    """Other facts about members, each row with its `key`; counts as one more version."""
    _set(session, _member, "key", rows, version=_member.c.version + 1)


def write_spans(
    session: Session, viewer: Viewer, *, gone: list[UUID], shrunk: Rows, grown: Rows, fresh: Rows
) -> None:
    """Coverage as it is now. In this order no span ever overlaps another: the database checks each."""
    if gone:
        session.execute(delete(_span).where(_span.c.key.in_(gone)))
    _set(session, _span, "key", shrunk)
    _set(session, _span, "key", grown)
    _add(session, _span, fresh)


def add_entries(session: Session, viewer: Viewer, rows: Rows) -> None:
    """New contact points."""
    _add(session, _point, rows)


def change_entries(session: Session, viewer: Viewer, rows: Rows) -> None:
    """What contact points say now, each row with its `id`."""
    _set(session, _point, "id", rows)


def note_entries(session: Session, viewer: Viewer, rows: Rows) -> None:
    """Their history."""
    _add(session, _change, rows)


def save_dependants(session: Session, viewer: Viewer, rows: Rows) -> None:
    """Whose dependants they are now."""
    if rows:
        fresh = upsert(_dependant)
        names = ("subscriber_key", "relationship", "source", "changed_at")
        session.execute(
            fresh.on_conflict_do_update(
                index_elements=["member_key"], set_={name: fresh.excluded[name] for name in names}
            ),
            rows,
        )


def end_dependants(session: Session, viewer: Viewer, keys: Sequence[UUID]) -> None:
    """They are nobody's dependants any more."""
    if keys:
        session.execute(delete(_dependant).where(_dependant.c.member_key.in_(keys)))


def _add(session: Session, table: Table, rows: Rows) -> None:
    if rows:
        session.connection().execute(insert(table), rows)


def _set(session: Session, table: Table, by: str, rows: Rows, **also: Any) -> None:
    """Update the rows whose `by` is named; all rows give the same columns."""
    if rows:
        values = {name: bindparam(f"new_{name}") for name in rows[0] if name != by} | also
        statement = update(table).where(table.c[by] == bindparam("which")).values(values)
        named = [
            {"which" if name == by else f"new_{name}": value for name, value in row.items()} for row in rows
        ]
        session.connection().execute(statement, named)
