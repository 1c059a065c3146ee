"""States of accounts and sign-ups, and what each allows."""

from datetime import datetime, timedelta
from enum import StrEnum

STAFF = "staff"
"""The kind of account that never is without a second factor."""


class AccountState(StrEnum):
    """`disabled` is for good until staff say otherwise. `dormant` is an account that was moved here and never
    used in time: nobody logs in, and its owner recovers it (R176). A lock is no state: it comes and goes
    beside it."""

    ACTIVE = "active"
    DORMANT = "dormant"
    DISABLED = "disabled"


class SignUpState(StrEnum):
    """A `decoy` stands for a member who has an account already: it looks pending, and no code fits it."""

    PENDING = "pending"
    DECOY = "decoy"
    CONFIRMED = "confirmed"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


RECOVERABLE = (AccountState.ACTIVE, AccountState.DORMANT)
WAITING = (SignUpState.PENDING, SignUpState.DECOY)


def is_locked(locked_at: datetime | None, unlock_after: timedelta | None, now: datetime) -> bool:
    """Whether a lock holds now: for good, or for as long as configured (R183)."""
    until = lock_ends(locked_at, unlock_after) if locked_at else None
    return locked_at is not None and (until is None or now < until)


def lock_ends(locked_at: datetime, unlock_after: timedelta | None) -> datetime | None:
    """When a lock ends by itself; None for one that doesn't."""
    return locked_at + unlock_after if unlock_after is not None else None


def shown(state: str, locked: bool, must_reset: bool) -> str:
    """The state as a specialist reads it."""
    if state != AccountState.ACTIVE:
        return state
    return "locked" if locked else "must_reset" if must_reset else state
