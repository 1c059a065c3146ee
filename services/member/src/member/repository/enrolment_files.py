"""What was loaded of enrolment files: transactions by sender and control numbers, and what was refused."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from member.models import EnrolmentRefusal, EnrolmentTransaction
from servicekit import clock
from servicekit.work import Viewer

_transaction = EnrolmentTransaction.__table__
_refusal = EnrolmentRefusal.__table__


def begin(session: Session, viewer: Viewer, **values: Any) -> Row:
    """The transaction with these control numbers: as it was begun before, or begun now."""
    fresh = upsert(_transaction).values(begun_at=clock.now(), **values)
    session.execute(fresh.on_conflict_do_nothing(constraint="loaded_once"))
    numbers = ("sender", "interchange_number", "group_number", "transaction_number")
    known = select(_transaction).where(*(_transaction.c[name] == values[name] for name in numbers))
    return session.execute(known).one()


def advance(session: Session, viewer: Viewer, id: UUID, done: int, now_done: int) -> bool:
    """Count members as loaded, if nobody else did meanwhile: False then."""
    mine = update(_transaction).where(_transaction.c.id == id, _transaction.c.members_done == done)
    return session.execute(mine.values(members_done=now_done)).rowcount == 1


def complete(session: Session, viewer: Viewer, id: UUID) -> None:
    """Say when it was complete, if all its members are dealt with."""
    columns = _transaction.c
    all_done = (columns.members_done == columns.members) & columns.completed_at.is_(None)
    session.execute(update(_transaction).where(columns.id == id, all_done).values(completed_at=clock.now()))


def refuse(session: Session, viewer: Viewer, rows: list[dict[str, Any]]) -> None:
    """Remember reasons; rows are column values."""
    if rows:
        session.execute(insert(_refusal), rows)


def refusals(session: Session, viewer: Viewer, id: UUID, first: int, last: int) -> Sequence[Row]:
    """What was refused of a transaction's members `first` through `last`, in order."""
    known = select(_refusal).where(
        _refusal.c.transaction_id == id, _refusal.c.member_number.between(first, last)
    )
    return session.execute(known.order_by(_refusal.c.member_number, _refusal.c.segment)).all()


def still_here(session: Session, viewer: Viewer) -> None:
    """Keep an open transaction from being ended for idleness."""
    session.execute(text("SELECT 1"))
