"""One load at a time: the second waits a little for the first, and then says so."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

WAIT = "5s"


def hold_load_lock(session: Session, key: int) -> None:
    """Hold the lock until the transaction ends. Raises OperationalError (55P03) after 5 s of waiting."""
    session.execute(text(f"SET LOCAL lock_timeout = '{WAIT}'"))
    session.execute(select(func.pg_advisory_xact_lock(key)))
