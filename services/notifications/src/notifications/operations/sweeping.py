"""What goes on beside the sending: letters whose sender is gone, rows of no use, the backlog's measure."""

import random
from datetime import timedelta

from notifications import repository
from notifications.adapters import measures
from notifications.operations.telling import tell_if_failed
from notifications.rules.states import after_lost_sender
from servicekit import clock
from servicekit.logs import log
from servicekit.work import Work

KEEP_NOBODY = timedelta(days=1)


def settle_abandoned(work: Work) -> int:
    """Settle the letters whose sender's lease ran out, one transaction each; how many.

    A code that may have gone out is never sent again; everything else is.
    """
    settled = 0
    while _settle_one(work):
        settled += 1
    return settled


def _settle_one(work: Work) -> bool:
    with work.transaction() as tx:
        now = clock.now()
        delivery = repository.next_abandoned(tx.session, work.viewer, now)
        if delivery is None:
            return False
        handed = delivery.handed_at is not None
        keep_trying = work.settings.keep_trying
        delivery.settle(after_lost_sender(delivery.pending, handed, now, keep_trying, random.random()), now)
        tell_if_failed(tx, delivery)
        measures.settled(delivery.template, delivery.state)
        log("delivery.sender_lost", template=delivery.template, state=delivery.state)
        return True


def forget_nobody(work: Work) -> None:
    """Remove rows without a recipient after a day: strangers make them, and nobody reads them."""
    with work.transaction() as tx:
        repository.forget_nobody(tx.session, work.viewer, clock.now() - KEEP_NOBODY)


def measure_backlog(work: Work) -> None:
    """Show on /metrics how many letters wait, and for how long the oldest does."""
    with work.transaction() as tx:
        count, oldest = repository.backlog(tx.session, work.viewer)
    age = (clock.now() - oldest).total_seconds() if oldest else 0.0
    measures.backlog(count, max(0.0, age))
