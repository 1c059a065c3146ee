"""The relay: takes told events from the outbox to the broker, in order per `about`, and deletes each only
when the broker has confirmed it.

Several relays (processes) share an outbox: `FOR UPDATE SKIP LOCKED` gives each its own rows, and a row with
an earlier one of the same `about` still waiting is left for later. A publish without a confirm is repeated,
so a listener may see an event twice; its inbox makes that harmless.
"""

from typing import Any

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from servicekit import clock, metrics
from servicekit.logs import log, log_crash
from servicekit.publisher import ConfirmedPublisher, NotPublished
from servicekit.store import Database, Tx
from servicekit.store.tables import outbox

Route = tuple[str, str]  # exchange and routing key
BATCH = 100
SWEEP_SECONDS = 1.0
PAUSE_SECONDS = 0.5


class Relay:
    """Publishes what one service's outbox holds."""

    def __init__(self, database: Database, publisher: ConfirmedPublisher):
        self._database, self._publisher = database, publisher

    def drain(self) -> bool:
        """Publish until nothing is left that can be; True when something must be tried again soon.

        A row is free when the one before it of the same `about` is gone, so it goes on until none is.
        What has no route is passed over for this time, so that it can't fill the batch.
        """
        closed: set[Route] = set()
        while True:
            try:
                with self._database.transaction() as tx:
                    rows = self._take(tx, closed)
                    sent, failed = self._publish(rows, closed)
                    if sent:
                        tx.session.execute(delete(outbox).where(outbox.c.id.in_(sent)))
            except SQLAlchemyError as failure:
                log_crash("outbox.database", failure)
                return True
            if failed:
                return True
            if not rows:
                return bool(closed)

    def measure(self) -> None:
        """Set the outbox gauges."""
        with self._database.transaction() as tx:
            pending, oldest = tx.session.execute(select(func.count(), func.min(outbox.c.told_at))).one()
        metrics.OUTBOX_PENDING.set(pending)
        metrics.OUTBOX_OLDEST.set((clock.now() - oldest).total_seconds() if oldest else 0)

    @staticmethod
    def _take(tx: Tx, closed: set[Route]) -> list[Any]:
        earlier = aliased(outbox)
        blocked = select(1).where(earlier.c.about == outbox.c.about, earlier.c.id < outbox.c.id).exists()
        routed = tuple_(outbox.c.exchange, outbox.c.routing_key).not_in(sorted(closed))
        heads = select(outbox).where(~blocked, routed).order_by(outbox.c.id).limit(BATCH)
        return list(tx.session.execute(heads.with_for_update(skip_locked=True, of=outbox)))

    def _publish(self, rows: list[Any], closed: set[Route]) -> tuple[list[int], bool]:
        sent: list[int] = []
        for row in rows:
            if (row.exchange, row.routing_key) in closed:
                continue
            try:
                self._publisher.publish(
                    row.exchange,
                    row.routing_key,
                    row.body,
                    row.headers,
                    mandatory=bool(row.mandatory),
                    message_id=str(row.event_id),
                )
                sent.append(row.id)
            except NotPublished as failure:
                log("event.not_published", event=row.routing_key, cause=failure.cause)
                if failure.cause != "no_route":  # the broker is in trouble: the rest would fail as well
                    return sent, True
                closed.add((row.exchange, row.routing_key))
        return sent, False
