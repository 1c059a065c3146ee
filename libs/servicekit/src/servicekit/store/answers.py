"""Kept answers: a command with an idempotency key has one effect and one answer, however often it comes."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts.errors import IdempotencyInProgress, IdempotencyKeyReused
from servicekit import clock
from servicekit.store.database import Database, Tx
from servicekit.store.tables import idempotency as kept

PURPOSE = "kept-answer"
KEEP_HOURS = 24


class Claim:
    """The right to run one command. `kept_answer` is the first answer when it was run before."""

    def __init__(self, database: Database, procedure: str, scope: str, key: str, fingerprint: bytes):
        self._database = database
        self._id = and_(kept.c.procedure == procedure, kept.c.scope == scope, kept.c.key == key)
        self._values = {"procedure": procedure, "scope": scope, "key": key, "fingerprint": fingerprint}
        self._fingerprint = fingerprint
        self._lease: datetime | None = None
        self.stored = False

    def take(self, lease_seconds: float) -> dict[str, Any] | None:
        """None when the command is ours to run; the first reply when it ran before.

        Raises IdempotencyKeyReused for another body, IdempotencyInProgress while the first still runs.
        """
        now, self._lease = clock.now(), clock.later(lease_seconds)
        fresh = insert(kept).values(**self._values, lease_until=self._lease, begun_at=now)
        # A lease that ran out belongs to a process that died before it answered: the call may run again.
        abandoned = and_(kept.c.answer.is_(None), kept.c.lease_until < now)
        same = kept.c.fingerprint == self._fingerprint
        with self._database.each_at_once() as session:
            ours = session.execute(
                fresh.on_conflict_do_update(
                    constraint="idempotency_pkey",
                    set_={"lease_until": fresh.excluded.lease_until},
                    where=and_(abandoned, same),
                ).returning(kept.c.key)
            ).scalar()
            return None if ours else self._earlier(session)

    def _earlier(self, session: Session) -> dict[str, Any]:
        row = session.execute(select(kept.c.fingerprint, kept.c.answer).where(self._id)).one_or_none()
        if row is None:  # released this very moment
            raise IdempotencyInProgress(retry_after=1)
        if row.fingerprint != self._fingerprint:
            raise IdempotencyKeyReused()
        if row.answer is None:
            raise IdempotencyInProgress(retry_after=1)
        return json.loads(self._database.sealer.unseal(PURPOSE, row.answer))

    def keep(self, tx: Tx, reply: dict[str, Any]) -> None:
        """Store the reply (sealed) in `tx`.

        Raises IdempotencyInProgress, which rolls `tx` back, when the lease ran out and another has it.
        """
        sealed = self._database.sealer.seal(PURPOSE, json.dumps(reply).encode())
        stored = tx.session.execute(update(kept).where(self._ours()).values(answer=sealed))
        if stored.rowcount != 1:
            raise IdempotencyInProgress(retry_after=1)
        tx.after_commit(self._is_stored)

    def _is_stored(self) -> None:
        self.stored = True

    def release(self) -> None:
        """Forget the claim: the command failed in a way that may be tried again."""
        with self._database.each_at_once() as session:
            session.execute(delete(kept).where(self._ours()))

    def _ours(self) -> ColumnElement[bool]:
        """The row while nobody has answered, and nobody else has taken it since we did."""
        return and_(self._id, kept.c.answer.is_(None), kept.c.lease_until == self._lease)


def sweep(tx: Tx) -> None:
    """Forget answers older than a day."""
    old = clock.later(-KEEP_HOURS * 3600)
    tx.session.execute(delete(kept).where(kept.c.begun_at < old))
