"""Transactions, and what is told in them."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, event, insert
from sqlalchemy.engine import Engine
from sqlalchemy.orm import ORMExecuteState, Session

from contracts.events import Event
from servicekit import clock, trace
from servicekit.envelope import pack, to_json
from servicekit.seal import Sealer
from servicekit.store.pinging import ping_the_rested
from servicekit.store.tables import outbox

GUARDS = "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"


class Tx:
    """One open transaction: a session, events told with it, and what to do once it is committed."""

    def __init__(self, session: Session, sealer: Sealer):
        self.session = session
        self._sealer = sealer
        self._after: list[Callable[[], None]] = []
        self.told = 0

    def tell(self, happened: Event, *, about: UUID | str, **fields: Any) -> UUID:
        """Write an event to the outbox; it is published after the commit, in order per `about`."""
        event_id, told_at = uuid.uuid4(), clock.now()
        here = trace.current() or trace.begin()
        body = pack(happened.carries, f"{happened.exchange}:{happened.key}", fields, self._sealer)
        envelope = {
            "event_id": str(event_id),
            "occurred_at": told_at.isoformat().replace("+00:00", "Z"),
            "correlation_id": here.correlation_id,
            "data": body["fields"],
        }
        if "sealed" in body:
            envelope["sealed"] = body["sealed"]
        self.session.execute(
            insert(outbox).values(
                event_id=event_id,
                about=str(about),
                exchange=happened.exchange,
                routing_key=happened.key,
                mandatory=int(not happened.broadcast),
                headers={"traceparent": here.traceparent, "x-correlation-id": here.correlation_id},
                body=to_json(envelope),
                told_at=told_at,
            )
        )
        self.told += 1
        return event_id

    def answer(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Keep this answer for a repeated idempotency key, in this transaction; returns it."""
        self.keep_answer(self, fields)
        return fields

    @staticmethod
    def keep_answer(tx: "Tx", fields: dict[str, Any]) -> None:
        """Replaced per call where an idempotency key was given."""

    def after_commit(self, do: Callable[[], None]) -> None:
        """Call `do` once the transaction is committed (never when it is rolled back)."""
        self._after.append(do)

    def committed(self) -> None:
        """Run what waited for the commit."""
        for do in self._after:
            do()


class _Questions(Session):
    """Refuses whatever is not a SELECT: it would be committed at once."""


@event.listens_for(_Questions, "do_orm_execute")
def _only_selects(asked: ORMExecuteState) -> None:
    if not asked.is_select:
        raise TypeError("reading() is for SELECTs; use transaction()")


class Database:
    """A pool of connections to one service's database."""

    def __init__(self, url: str, sealer: Sealer, *, pool_size: int = 20, application: str = "portico"):
        self.engine: Engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_use_lifo=True,
            connect_args={"options": GUARDS, "connect_timeout": 3, "application_name": application},
        )
        self.sealer = sealer
        self.on_told: Callable[[], None] = lambda: None
        self.on_broken: Callable[[], None] = lambda: None
        event.listen(self.engine, "handle_error", self._noticed)
        ping_the_rested(self.engine)
        self._unbound = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Commit at the end of the block, roll back on any exception, then wake whoever waits for it."""
        with Session(self.engine, expire_on_commit=False) as session:
            tx = Tx(session, self.sealer)
            with session.begin():
                yield tx
        if tx.told:
            self.on_told()
        tx.committed()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for SELECTs alone, without a transaction around them: one round trip each, not three.

        Each sees what was committed before it, as within a transaction of PostgreSQL's default isolation.
        Any other statement raises TypeError.
        """
        with _Questions(self._unbound) as session:
            yield session

    @contextmanager
    def each_at_once(self) -> Iterator[Session]:
        """A session whose every statement is committed by itself, for one that stands alone."""
        with Session(self._unbound) as session:
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    def _noticed(self, context: Any) -> None:
        if context.is_disconnect:
            self.on_broken()
