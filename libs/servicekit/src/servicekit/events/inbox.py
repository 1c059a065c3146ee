"""The inbox: attempts counted before the handler begins, the effect marked in its own transaction."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from servicekit import clock
from servicekit.store import Database, Tx
from servicekit.store.tables import inbox

KEEP_DAYS = 30


class Duplicate(Exception):
    """This listener handled the event before."""


def begin(database: Database, event_id: UUID, listener: str) -> tuple[int, float]:
    """Count an attempt, committed at once so that a killed process has counted too.

    Returns how many there were, this one included, and the seconds since the first. Raises Duplicate.
    """
    now = clock.now()
    fresh = insert(inbox).values(event_id=event_id, listener=listener, first_at=now)
    counted = fresh.on_conflict_do_update(
        constraint="inbox_pkey",
        set_={"attempts": inbox.c.attempts + 1},
        where=inbox.c.handled_at.is_(None),
    ).returning(inbox.c.attempts, inbox.c.first_at)
    with database.each_at_once() as session:
        row = session.execute(counted).one_or_none()
    if row is None:
        raise Duplicate()
    return row.attempts, (now - row.first_at).total_seconds()


def uncount(database: Database, event_id: UUID, listener: str) -> None:
    """Take an attempt back: the outage was to blame. With the database away nothing was counted."""
    with suppress(SQLAlchemyError), database.transaction() as tx:
        tx.session.execute(_unhandled(event_id, listener).values(attempts=inbox.c.attempts - 1))


def mark_handled(tx: Tx, event_id: UUID, listener: str) -> None:
    """Mark the event handled in the transaction of the effect. Raises Duplicate, which rolls it back."""
    marked = tx.session.execute(_unhandled(event_id, listener).values(handled_at=clock.now()))
    if marked.rowcount != 1:
        raise Duplicate()


def start_again(database: Database, event_id: UUID, listener: str) -> None:
    """Give a parked event all its attempts anew (replay)."""
    with database.transaction() as tx:
        tx.session.execute(_unhandled(event_id, listener).values(attempts=0))


def sweep(tx: Tx) -> None:
    """Forget what was handled a month ago."""
    tx.session.execute(delete(inbox).where(inbox.c.handled_at < clock.later(-KEEP_DAYS * 86400)))


def _unhandled(event_id: UUID, listener: str):
    return update(inbox).where(
        inbox.c.event_id == event_id, inbox.c.listener == listener, inbox.c.handled_at.is_(None)
    )
