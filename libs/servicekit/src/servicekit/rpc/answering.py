"""One call from its bytes to the bytes of its reply. Knows nothing of queues, so it can be tested alone."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contracts.errors import Category, ContractError, Forbidden, Internal, Unauthenticated, Unavailable
from contracts.procedures import Procedure
from servicekit import clock, metrics, trace
from servicekit.callers import caller_key, proves
from servicekit.envelope import Undecodable, load, open_body, pack, pack_error, read, to_json
from servicekit.logs import log, log_crash
from servicekit.store.answers import Claim
from servicekit.viewer import Client, Viewer, admit
from servicekit.work import Deadline, Work

TRY_AGAIN = frozenset({Category.UNAVAILABLE, Category.INTERNAL, Category.RATE_LIMITED})
"""Refusals that are not kept under the idempotency key: the same call may succeed a moment later."""

COMMON = "common."


@dataclass(frozen=True, slots=True)
class RawCall:
    """A call as it came from the broker."""

    headers: dict[str, Any]
    body: bytes


def answer(kit: Any, procedure: Procedure, method: Callable, call: RawCall) -> bytes | None:
    """The reply's bytes, or None when the deadline passed before we began: nobody waits any more."""
    headers = call.headers
    trace.begin(headers.get("x-correlation-id"), headers.get("traceparent"))
    started, outcome = time.monotonic(), "ok"
    try:
        left = seconds_left(headers)
        if left <= 0:
            outcome = "too_late"
            return None
        return to_json(_reply(kit, procedure, method, call, Deadline(min(left, procedure.deadline))))
    except ContractError as refused:
        outcome = refused.code
        return to_json(_refused(procedure, refused, kit))
    except Exception as failure:  # noqa: BLE001 - the door: whatever it is stays here, under an error id
        outcome = "crash"
        return to_json(_refused(procedure, _crashed(procedure, failure), kit))
    finally:
        _count(procedure.key, outcome, time.monotonic() - started)


def seconds_left(headers: dict[str, Any]) -> float:
    """Until the caller gives up; negative when it has, or when it doesn't say."""
    try:
        return (int(headers["x-deadline-ms"]) - clock.epoch_ms()) / 1000
    except (KeyError, TypeError, ValueError):
        return -1.0


def _reply(kit: Any, procedure: Procedure, method: Callable, call: RawCall, deadline: Deadline) -> dict:
    caller = _caller(kit, procedure, call)
    try:
        fields, private = open_body(procedure.key, read(call.body), kit.sealer)
    except Undecodable:
        raise Forbidden(reason="undecodable") from None
    viewer = _viewer(kit, procedure, private.get("token"), caller, deadline)
    admit(viewer, procedure)
    key = call.headers.get("x-idempotency-key") if procedure.command else None
    work = Work(kit, viewer, Client(**private.get("client", {})), deadline, key)
    loaded = load(procedure.takes, fields)
    if key:
        return _once(procedure, method, work, loaded, kit.sealer.fingerprint(to_json(fields)))
    return _packed(procedure, _run(procedure, method, work, loaded), kit)


def _caller(kit: Any, procedure: Procedure, call: RawCall) -> str:
    headers = call.headers
    caller = str(headers.get("x-caller", ""))
    proof, deadline = str(headers.get("x-caller-proof", "")), int(headers["x-deadline-ms"])
    key = caller_key(kit.settings.call_key, caller)
    if not proves(key, proof, procedure.key, deadline, str(headers.get("x-correlation-id", "")), call.body):
        log("call.forged", procedure=procedure.key)
        raise Forbidden()
    return caller


def _viewer(kit: Any, procedure: Procedure, token: str | None, caller: str, deadline: Deadline) -> Viewer:
    try:
        return kit.tokens.viewer(token, caller, wait=min(1.0, deadline.remaining()))
    except Unauthenticated:
        raise
    except ContractError:
        # A public procedure needs nobody signed in: a dead session must not stand in its way.
        if "anyone" in procedure.allow:
            return Viewer(caller=caller)
        raise


def _run(procedure: Procedure, method: Callable, work: Work, fields: dict) -> dict:
    try:
        return method(work, **fields) or {}
    except ContractError as refused:
        if isinstance(refused, procedure.raises) or refused.code.startswith(COMMON):
            raise
        raise TypeError(
            f"{procedure.key} raised {refused.code}, which its contract does not name"
        ) from refused


def _packed(procedure: Procedure, fields: dict, kit: Any) -> dict:
    return pack(procedure.gives, f"{procedure.key}:reply", fields, kit.sealer)


def _refused(procedure: Procedure, error: ContractError, kit: Any) -> dict:
    return pack_error(f"{procedure.key}:reply", error, kit.sealer)


def _once(procedure: Procedure, method: Callable, work: Work, fields: dict, fingerprint: bytes) -> dict:
    """Run a command under its idempotency key."""
    claim = Claim(
        work.kit.database, procedure.key, work.viewer.scope, work.idempotency_key or "", fingerprint
    )
    earlier = claim.take(lease_seconds=procedure.deadline + 1)
    if earlier is not None:
        metrics.DUPLICATES.labels(procedure.key).inc()
        return earlier
    work.around = lambda tx: setattr(
        tx, "keep_answer", lambda tx, answered: claim.keep(tx, _packed(procedure, answered, work.kit))
    )
    try:
        reply = _packed(procedure, _run(procedure, method, work, fields), work.kit)
    except ContractError as refused:
        if refused.category in TRY_AGAIN:
            claim.release()
            raise
        reply = _refused(procedure, refused, work.kit)
    except Exception:
        claim.release()
        raise
    if not claim.stored:
        with work.kit.database.transaction() as tx:
            claim.keep(tx, reply)
    return reply


def _crashed(procedure: Procedure, failure: Exception) -> ContractError:
    if _is_database_trouble(failure):
        log_crash("call.unavailable", failure, procedure=procedure.key)
        return Unavailable(reason="database", retry_after=2)
    error_id = str(uuid.uuid4())
    log_crash("call.crashed", failure, procedure=procedure.key, error_id=error_id)
    return Internal(error_id=error_id)


def _is_database_trouble(failure: BaseException) -> bool:
    from sqlalchemy.exc import OperationalError, TimeoutError

    return isinstance(failure, OperationalError | TimeoutError)


def _count(key: str, outcome: str, seconds: float) -> None:
    metrics.REQUESTS.labels(key, outcome).inc()
    metrics.SECONDS.labels(key).observe(seconds)
    log("call.answered", procedure=key, outcome=outcome, duration_ms=round(seconds * 1000, 1))
