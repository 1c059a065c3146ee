"""One delivery of an event, from its bytes to a verdict. Knows nothing of queues."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError, TimeoutError

from contracts.errors import InvalidInput, Unavailable
from contracts.events import Event
from servicekit import metrics, trace
from servicekit.envelope import Undecodable, load, open_body, read
from servicekit.events import inbox
from servicekit.logs import log, log_crash
from servicekit.store import Tx
from servicekit.viewer import Viewer
from servicekit.work import Work


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with the delivery: `done`, `again` after a delay, `wait` for an outage's end (without
    using up an attempt), or `park`; and why."""

    action: str
    cause: str = ""
    attempts: int = 0


DONE = Verdict("done")


def handle(kit: Any, event: Event, listener: str, method: Callable, headers: dict, body: bytes) -> Verdict:
    """Run the handler at most once in effect. Never raises."""
    started = time.monotonic()
    entrypoint = f"{listener}:{event.key}"
    trace.begin(headers.get("x-correlation-id"), headers.get("traceparent"))
    verdict = _decide(kit, event, listener, method, body)
    metrics.REQUESTS.labels(entrypoint, verdict.action).inc()
    metrics.SECONDS.labels(entrypoint).observe(time.monotonic() - started)
    log(
        "event.heard",
        event=event.key,
        outcome=verdict.action,
        attempts=verdict.attempts,
        duration_ms=round((time.monotonic() - started) * 1000, 1),
    )
    return verdict


def _decide(kit: Any, event: Event, listener: str, method: Callable, body: bytes) -> Verdict:
    try:
        event_id, fields = opened(event, body, kit.sealer)
    except (Undecodable, InvalidInput) as broken:
        return Verdict("park", f"undecodable: {type(broken).__name__}")
    attempts = 0
    try:
        attempts, age = inbox.begin(kit.database, event_id, listener)
        if attempts > kit.settings.max_attempts:
            return _exhausted(attempts, age < kit.settings.retry_delays[0])
        _run(kit, event_id, listener, method, fields)
        return DONE
    except inbox.Duplicate:
        metrics.DUPLICATES.labels(f"{listener}:{event.key}").inc()
        return DONE
    except Exception as failure:  # noqa: BLE001 - the door of this listener
        return _failed(kit, event, event_id, listener, failure, attempts)


def _exhausted(attempts: int, just_now: bool) -> Verdict:
    """So many attempts in so short a time are duplicates of one that still runs: see later how it ended."""
    return Verdict("again" if just_now else "park", "attempts_exhausted", attempts)


def _run(kit: Any, event_id: UUID, listener: str, method: Callable, fields: dict) -> None:
    opened_before: list[Tx] = []

    def around(tx: Tx) -> None:
        if opened_before:
            raise RuntimeError("an event handler opens exactly one transaction")
        opened_before.append(tx)
        inbox.mark_handled(tx, event_id, listener)

    method(Work(kit, Viewer(caller=kit.settings.service), around=around, event_id=event_id), **fields)
    if not opened_before:
        raise RuntimeError("an event handler opens exactly one transaction")


def _failed(
    kit: Any, event: Event, event_id: UUID, listener: str, failure: Exception, attempts: int
) -> Verdict:
    if _is_outage(failure, attempts):
        # Not the message's fault: it waits without being used up, however long the outage.
        log_crash("event.must_wait", failure, event=event.key, attempts=attempts)
        inbox.uncount(kit.database, event_id, listener)
        return Verdict("wait", type(failure).__name__, attempts)
    log_crash("event.failed", failure, event=event.key, attempts=attempts)
    last = attempts >= kit.settings.max_attempts
    return Verdict("park" if last else "again", type(failure).__name__, attempts)


def opened(event: Event, raw: bytes, sealer: Any) -> tuple[UUID, dict]:
    """(event id, loaded fields) of an event's body. Raises Undecodable or InvalidInput."""
    envelope = read(raw)
    try:
        event_id = UUID(envelope["event_id"])
    except (KeyError, ValueError, AttributeError, TypeError):
        raise Undecodable("no event id") from None
    body = {"fields": envelope.get("data", {})}
    if "sealed" in envelope:
        body["sealed"] = envelope["sealed"]
    fields, _ = open_body(f"{event.exchange}:{event.key}", body, sealer)
    return event_id, load(event.carries, fields)


def _is_outage(failure: Exception, attempts: int) -> bool:
    """A peer or the database is away, as against a message that can't be handled. Where not even the
    attempt could be counted, the database is away."""
    if isinstance(failure, OperationalError):
        return failure.connection_invalidated or attempts == 0
    return isinstance(failure, Unavailable | TimeoutError)
