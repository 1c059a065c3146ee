"""Trying something that may be tried so often: reserve, look at the secret, settle.

A try that finds the budget taken by tries under way waits for their end (one of them may be right, which
frees the
budget); a try that finds it used up by failures is refused at once. The waiting is done in line, one per
subject and process, so that a flood at one account is no flood at the database.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.errors import RateLimited, Unavailable
from identity.repository import attempts
from identity.repository.attempts import Standing
from identity.rules.budgets import Claim
from servicekit import clock
from servicekit.work import Tx, Work

PAUSE_SECONDS = 0.01
PROOF_SECONDS = 1.0


class Full(Exception):
    """A budget is used up. `retry_after` is in seconds, or None when waiting does not help."""

    def __init__(self, standing: Standing):
        super().__init__(standing.purpose)
        self.standing = standing

    @property
    def retry_after(self) -> int | None:
        """How long until the budget is there again."""
        until = self.standing.resets_at
        return max(1, int((until - clock.now()).total_seconds() + 1)) if until else None


class _Busy(Exception):
    """Only tries under way are in the way."""


class _Line:
    """Those who try at one subject in this process, one after the other.

    A right secret is proved for everybody who waits with the same one: they need no try of their own, so
    fifty right log-ins at once cost one or two verifications. A wrong one proves nothing and is not shared.
    """

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.present = 0
        self._proved: tuple[bytes, Any, float] | None = None

    def share(self, proof: bytes, seen: Any) -> None:
        """The secret behind `proof` was right, for what was `seen`."""
        self._proved = (proof, seen, time.monotonic() + PROOF_SECONDS)

    def shared(self, proof: bytes | None) -> Any:
        """What was seen when the same secret was found right a moment ago, or None."""
        known, seen, until = self._proved or (None, None, 0.0)
        return seen if proof is not None and known == proof and time.monotonic() < until else None


@dataclass(frozen=True, slots=True)
class Held:
    """A reserved try. `full` names budgets that had no room although the try goes on; `seen` is what was
    looked up. Without claims it is no try at all: somebody else's proved the secret.
    """

    id: UUID
    claims: Sequence[Claim]
    until: datetime
    full: frozenset[str] = frozenset()
    seen: Any = None
    line: _Line = field(default_factory=_Line)

    @property
    def proved(self) -> bool:
        """Whether the secret is known to be right."""
        return not self.claims

    def settle(self, work: Work, tx: Tx, right: Collection[str]) -> dict[str, Standing]:
        """Give the places back: successes for the purposes in `right`, failures for the others."""
        return attempts.settle(tx.session, work.viewer, self.id, self.claims, right, clock.now())

    def succeed(self, work: Work, tx: Tx) -> None:
        """It was right."""
        self.settle(work, tx, {claim.budget.purpose for claim in self.claims})

    def fail(self, work: Work, tx: Tx) -> dict[str, Standing]:
        """It was wrong."""
        return self.settle(work, tx, ())

    def check(self) -> None:
        """Raise Unavailable when the reservation ran out: it counts as a failure, so the secret stays
        unseen."""
        if clock.now() >= self.until:
            raise Unavailable(reason="late", retry_after=1)


def reserve(
    work: Work,
    claims: Sequence[Claim],
    *,
    bear_full: Collection[str] = (),
    look: Callable[[Tx], Any] | None = None,
    proof: bytes | None = None,
) -> Held:
    """Reserve a place in every budget, committed when this returns. Raises Full, or Unavailable when the
    deadline passes.

    Budgets in `bear_full` do not stop the try when they are full; the caller must then not look at the
    secret. `look` reads what the try is about, in the same transaction. With a `proof` (a digest of subject
    and secret) the answer may be a Held that is `proved`.
    """
    with _lines.place(min(claims, key=lambda claim: claim.budget.cap).subject, work) as line:
        while True:
            seen = line.shared(proof)
            if seen is not None:
                return Held(uuid.uuid4(), (), clock.now() + attempts.LEASE, seen=seen, line=line)
            try:
                return _reserve(work, claims, bear_full, look, line)
            except _Busy:
                _wait(work)


def spend(work: Work, claims: Sequence[Claim]) -> None:
    """Use up one of each budget. Raises Full."""
    reserve(work, claims)


def spend_with(work: Work, tx: Tx, claims: Sequence[Claim]) -> None:
    """Use up one of each budget as part of a transaction, whether or not there is room."""
    attempts.reserve(tx.session, work.viewer, uuid.uuid4(), claims, clock.now())


def rate_limited(full: Full) -> RateLimited:
    """The error for a budget that is used up."""
    return RateLimited(retry_after=full.retry_after or 3600)


def _reserve(
    work: Work,
    claims: Sequence[Claim],
    bear_full: Collection[str],
    look: Callable[[Tx], Any] | None,
    line: _Line,
) -> Held:
    id, now = uuid.uuid4(), clock.now()
    with work.transaction() as tx:
        refused = attempts.reserve(tx.session, work.viewer, id, claims, now)
        for standing in refused.values():
            if not standing.full:
                raise _Busy()
            if standing.purpose not in bear_full:
                raise Full(standing)
        return Held(id, claims, now + attempts.LEASE, frozenset(refused), look(tx) if look else None, line)


def _wait(work: Work) -> None:
    if work.deadline.remaining() < PAUSE_SECONDS * 2:
        raise Unavailable(reason="busy", retry_after=1)
    time.sleep(random.uniform(PAUSE_SECONDS / 2, PAUSE_SECONDS * 1.5))


class _Lines:
    """One line per subject: the first in it tries at the database, the others wait here."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._lines: dict[bytes, _Line] = {}

    @contextmanager
    def place(self, subject: bytes, work: Work) -> Iterator[_Line]:
        """Be first in the subject's line inside the block. Raises Unavailable after the deadline."""
        line = self._enter(subject)
        try:
            if not line.turn.acquire(timeout=max(0.01, work.deadline.remaining())):
                raise Unavailable(reason="busy", retry_after=1)
            try:
                yield line
            finally:
                line.turn.release()
        finally:
            self._leave(subject, line)

    def _enter(self, subject: bytes) -> _Line:
        with self._guard:
            line = self._lines.setdefault(subject, _Line())
            line.present += 1
            return line

    def _leave(self, subject: bytes, line: _Line) -> None:
        with self._guard:
            line.present -= 1
            if not line.present:
                del self._lines[subject]


_lines = _Lines()
