"""What one call, one heard event or one job works with."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.errors import Unavailable
from contracts.procedures import Procedure
from servicekit.store import Tx
from servicekit.viewer import Client, Viewer

__all__ = ["Client", "Deadline", "Tx", "Viewer", "Work"]

UNBOUNDED = 3600.0


class Deadline:
    """A moment by which the work must be answered."""

    def __init__(self, seconds: float = UNBOUNDED):
        self._ends = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left; 0.0 when it has passed."""
        return max(0.0, self._ends - time.monotonic())

    def check(self) -> None:
        """Raise Unavailable when it has passed."""
        if self.remaining() <= 0:
            raise Unavailable(reason="deadline", retry_after=1)


@dataclass
class Work:
    """Who asks, from where, until when; and the ways to the database and to the peers.

    Build one with `Kit.work()`.
    """

    kit: Any
    viewer: Viewer = field(default_factory=Viewer)
    client: Client = field(default_factory=Client)
    deadline: Deadline = field(default_factory=Deadline)
    idempotency_key: str | None = None
    around: Callable[[Tx], None] | None = None
    event_id: UUID | None = None  # of the heard event, if this is one

    @property
    def settings(self) -> Any:
        """The service's Settings."""
        return self.kit.settings

    @property
    def sealer(self) -> Any:
        """The service's Sealer, for what is sealed at rest."""
        return self.kit.sealer

    @property
    def peers(self) -> "Peers":
        """The other services, asked within what is left of this deadline."""
        return Peers(self)

    def transaction(self) -> AbstractContextManager[Tx]:
        """Commit at the end of the block, roll back on any exception."""
        return self._transaction()

    def reading(self) -> AbstractContextManager[Session]:
        """A session for SELECTs alone: cheaper than a transaction."""
        return self.kit.database.reading()

    @contextmanager
    def _transaction(self) -> Iterator[Tx]:
        with self.kit.database.transaction() as tx:
            if self.around:
                self.around(tx)
            yield tx

    def wake(self, job: str, tx: Tx) -> None:
        """Run the job method named `job` at once after `tx` commits, and not only at its next turn."""
        tx.after_commit(lambda: self.kit.wake(job))


class Peers:
    """Peers' procedures, called as this service on behalf of the same trace."""

    def __init__(self, work: Work):
        self._work = work

    def call(self, procedure: Procedure, **fields: Any) -> dict[str, Any]:
        """The peer's answer, loaded. Raises its contract error, or Unavailable."""
        self._work.deadline.check()
        return self._work.kit.client.call(
            procedure, fields, client=self._work.client, deadline=self._work.deadline.remaining()
        )
