"""What is over and can be forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from identity.models import Attempt, Code, Username
from servicekit.work import Viewer

_LOCK = 0x1D_5EE9


def only_one(session: Session, viewer: Viewer) -> bool:
    """Whether no other process tidies up now; holds until the commit."""
    return bool(session.execute(select(func.pg_try_advisory_xact_lock(_LOCK))).scalar())


def free_usernames(session: Session, viewer: Viewer, now: datetime) -> None:
    """Remove holds that ran out (R081)."""
    session.execute(delete(Username.__table__).where(Username.held_until <= now))


def forget_codes(session: Session, viewer: Viewer, before: datetime) -> None:
    """Remove codes that expired before this moment."""
    session.execute(delete(Code.__table__).where(Code.expires_at < before))


def forget_attempts(session: Session, viewer: Viewer, now: datetime, unused: timedelta) -> None:
    """Remove counts that say nothing any more: over, at nought, or untouched for so long."""
    idle = Attempt.pending == {}
    over = (Attempt.resets_at <= now) & idle
    nought = (Attempt.failed == 0) & idle
    session.execute(delete(Attempt.__table__).where(over | nought | (Attempt.changed_at < now - unused)))
