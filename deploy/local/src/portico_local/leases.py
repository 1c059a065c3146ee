"""Who uses a place's backends now, so that one test run doesn't stop them under another."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from portico_local import processes
from portico_local.places import Place


@contextmanager
def using(place: Place) -> Iterator[None]:
    """The calling process uses the place until the end of the block, or of the process."""
    lease = processes.note_self(place, f"user-{uuid.uuid4().hex[:8]}")
    try:
        yield
    finally:
        lease.record.unlink(missing_ok=True)


def users(place: Place) -> list[int]:
    """Pids of the living processes that use the place."""
    found = [processes.read(record) for record in place.pids.glob("user-*.json")]
    return [user.pid for user in found if user is not None and user.alive()]
