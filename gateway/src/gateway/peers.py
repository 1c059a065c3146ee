"""The gateway's way to the services; the only file that touches RabbitMQ.

One client per worker process, made after the fork by whoever needs it first. It passes on who asks, from
where, and the trace, and hears which sessions were revoked.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app, g

from contracts.errors import ContractError, IdempotencyInProgress
from contracts.procedures import ANYONE, SIGNED_IN, Procedure
from gateway.config import Settings
from gateway.security import client_address, cookies, idempotency
from servicekit import trace
from servicekit.revoked import RevocationsKept
from servicekit.rpc.client import RpcClient
from servicekit.seal import Sealer
from servicekit.tokens import Revocations

WAIT_FOR_TWIN = (0.1, 0.2, 0.4, 0.8)
"""Seconds to wait, in turn, for the first of two equal submissions of a page."""


class Peers:
    """The connection of this process. `connect(settings, sealer)` makes an RpcClient."""

    def __init__(self, settings: Settings, sealer: Sealer, revocations: Revocations, connect: Callable):
        self._make = lambda: connect(settings, sealer)
        self._revocations = revocations
        self._lock = threading.Lock()
        self._client: Any = None
        self._pid = 0

    def client(self) -> Any:
        """The RpcClient of this process; a forked child makes its own."""
        with self._lock:
            if self._client is None or self._pid != os.getpid():
                self._pid, self._client = os.getpid(), self._make()
                self._revocations.forget()
                RevocationsKept(self._client, self._revocations)
                self._client.start()
            return self._client

    def ready(self) -> bool:
        """Whether there is a broker channel: what readiness asks."""
        return self.client().ready()

    def close(self) -> None:
        """Close the connection; calls in flight fail with Unavailable."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None and self._pid == os.getpid():
            client.close()


def connect(settings: Settings, sealer: Sealer) -> Any:
    """A real RpcClient, not yet started."""
    return RpcClient(
        settings.amqp_url,
        caller="gateway",
        caller_key=settings.caller_key,
        sealer=sealer,
        max_in_flight=settings.max_in_flight,
    )


def call(procedure: Procedure, /, **fields: Any) -> dict[str, Any]:
    """Call a service for the current request: loaded values in, loaded values out.

    Raises the procedure's contract errors, or Unavailable when no answer came by its deadline."""
    key = idempotency.key_for(procedure, fields) if procedure.command else None
    for pause in (*WAIT_FOR_TWIN, None):
        try:
            return _call(procedure, fields, key)
        except IdempotencyInProgress:
            if pause is None or not idempotency.from_page():
                raise
            time.sleep(pause)
    raise AssertionError("unreachable")


def call_together(*asked: tuple[Procedure, dict[str, Any]]) -> list[dict[str, Any] | ContractError]:
    """Several questions at once, so that a page waits for the slowest and not for one after the other.

    Each answer is what `call` would give, or the error it would raise. Not for commands.
    """
    begun: list[Any] = []
    try:
        for procedure, fields in asked:
            begun.append(_begin(procedure, fields, None))
        return [_outcome(one) for one in begun]
    finally:
        for one in begun:
            one.drop()


def begin(procedure: Procedure, /, **fields: Any) -> Any:
    """Ask now for what the page needs at its end. Whoever begins must take `.answer()`, which is what `call`
    gives, or `.drop()` it. Not for commands."""
    return _begin(procedure, fields, None)


@contextmanager
def begun(procedure: Procedure, /, **fields: Any) -> Iterator[Any]:
    """The same for a block, at whose end nobody waits for the answer any more."""
    asked = begin(procedure, **fields)
    try:
        yield asked
    finally:
        asked.drop()


def _outcome(one: Any) -> dict[str, Any] | ContractError:
    try:
        return one.answer()
    except ContractError as error:
        return error


def _call(procedure: Procedure, fields: dict[str, Any], key: str | None) -> dict[str, Any]:
    return _begin(procedure, fields, key).answer()


def _begin(procedure: Procedure, fields: dict[str, Any], key: str | None) -> Any:
    here = trace.current() or trace.begin()
    return (
        _peers()
        .client()
        .begin(
            procedure,
            fields,
            token=g.get("access_token") if _who_asks_matters(procedure) else None,
            client=client_address.client(device=cookies.device_token()),
            idempotency_key=key,
            correlation_id=here.correlation_id,
            traceparent=here.traceparent,
        )
    )


def _who_asks_matters(procedure: Procedure) -> bool:
    """Not for what anyone may ask, unless it says that who is signed in is known."""
    return ANYONE not in procedure.allow or SIGNED_IN in procedure.allow


def _peers() -> Peers:
    return current_app.extensions["portico.peers"]
