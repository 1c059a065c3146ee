"""How a delivery moves, and what an attempt to send it leads to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from notifications.rules.backoff import wait_seconds


class State(StrEnum):
    """Where a delivery stands. NOBODY: the event named no recipient, and nothing is sent (R105)."""

    QUEUED = "queued"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    UNCERTAIN = "uncertain"
    NOBODY = "nobody"


WAITING = frozenset({State.QUEUED, State.RETRYING})
FINAL = frozenset({State.SENT, State.FAILED, State.EXPIRED, State.UNCERTAIN, State.NOBODY})

MOVES: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.SENDING, State.EXPIRED}),
    State.RETRYING: frozenset({State.SENDING, State.EXPIRED}),
    State.SENDING: frozenset({State.SENT, State.RETRYING, State.FAILED, State.EXPIRED, State.UNCERTAIN}),
    **{state: frozenset() for state in FINAL},
}
"""From each state, the states that may follow."""


class Result(StrEnum):
    """What came of one attempt, as seen from here."""

    ACCEPTED = "accepted"
    NOT_HANDED = "not_handed"
    """The server certainly does not have it; another try may help."""
    REFUSED = "refused"
    """The server certainly does not have it and never will take it."""
    UNKNOWN = "unknown"
    """The content was on its way when the connection was lost: the server may have it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A result and, unless accepted, its reason: a stable key for the delivery log."""

    result: Result
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """What the decision needs of a delivery. `expires_at` is set for one-time codes alone."""

    attempts: int
    created_at: datetime
    expires_at: datetime | None = None

    @property
    def at_most_once(self) -> bool:
        """A one-time code is never sent twice; everything else is sent at least once."""
        return self.expires_at is not None


@dataclass(frozen=True, slots=True)
class Next:
    """The state that follows; `at` is when to try again, in RETRYING alone."""

    state: State
    reason: str | None = None
    at: datetime | None = None


def may_move(old: State, new: State) -> bool:
    """Whether `new` may follow `old`."""
    return new in MOVES[old]


def is_late(pending: Pending, now: datetime) -> bool:
    """Whether the code in it is worthless by now."""
    return pending.expires_at is not None and pending.expires_at <= now


def after(attempt: Attempt, pending: Pending, now: datetime, keep_trying: float, chance: float) -> Next:
    """What follows from an attempt. `keep_trying` is in seconds, `chance` is 0 to 1 (for the jitter)."""
    if attempt.result is Result.ACCEPTED:
        return Next(State.SENT)
    if attempt.result is Result.REFUSED:
        return Next(State.FAILED, attempt.reason)
    if attempt.result is Result.UNKNOWN and pending.at_most_once:
        return Next(State.UNCERTAIN, attempt.reason)
    return _again(attempt.reason, pending, now, keep_trying, chance)


def after_lost_sender(
    pending: Pending, handed: bool, now: datetime, keep_trying: float, chance: float
) -> Next:
    """What follows when the sending process is gone; `handed`: it had begun with the content."""
    result = Result.UNKNOWN if handed else Result.NOT_HANDED
    return after(Attempt(result, "sender_lost"), pending, now, keep_trying, chance)


def _again(reason: str | None, pending: Pending, now: datetime, keep_trying: float, chance: float) -> Next:
    at = now + timedelta(seconds=wait_seconds(pending.attempts, chance))
    if pending.expires_at is not None and at >= pending.expires_at:
        return Next(State.EXPIRED, reason)
    if at >= pending.created_at + timedelta(seconds=keep_trying):
        return Next(State.FAILED, reason)
    return Next(State.RETRYING, reason, at)
