"""Which places a member has, worked out from all that was heard of her changes of primary doctor.

Events may come twice, and one may overtake another; the outcome depends only on which have come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

SCHEDULED, WITHDRAWN, CHANGED, ACTIVE = "scheduled", "withdrawn", "changed", "active"
HELD_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Heard:
    """A change and how far it came: scheduled, withdrawn or changed (its day has come)."""

    change_id: UUID
    provider_id: UUID
    effective_on: date | None
    state: str
    heard_at: datetime


def places(changes: Iterable[Heard]) -> dict[UUID, tuple[str, date | None]]:
    """(scheduled or active, since when) by doctor, of one member in one line of business.

    Of the changes whose day has come only the last counts: the doctors before are not hers any more.
    """
    known = list(changes)
    found = {c.provider_id: (SCHEDULED, c.effective_on) for c in known if c.state == SCHEDULED}
    done = [c for c in known if c.state == CHANGED]
    if done:
        last = max(done, key=lambda c: (c.effective_on or date.min, c.heard_at))
        found[last.provider_id] = (ACTIVE, last.effective_on)
    return found
