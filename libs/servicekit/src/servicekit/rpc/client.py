"""Calls with deadlines, from the gateway, from a service to its peer, and from commands and tests.

`RpcClient.call` never waits beyond its deadline, whatever happens to the callee or the broker. A call that
was cut off by a lost connection is sent again while time remains, where a second run is harmless.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pika

from contracts.errors import ContractError, Internal, InvalidInput, Unavailable
from contracts.events import Event
from contracts.procedures import Procedure
from servicekit import clock, trace
from servicekit.callers import prove
from servicekit.envelope import Undecodable, load, open_body, pack, read, to_json
from servicekit.link import Link, LinkDown
from servicekit.rpc.broadcasts import Broadcasts
from servicekit.seal import Sealer
from servicekit.topology import REPLY_TO, call_queue
from servicekit.viewer import Client

LOST = object()
RETURNED = object()


class _Slot:
    """Where one caller waits for its reply."""

    __slots__ = ("arrived", "reply")

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.reply: Any = None

    def put(self, reply: Any) -> None:
        self.reply = reply
        self.arrived.set()


class RpcClient:
    """The calling side. One per process; safe from any thread.

    `caller_key` is the caller's own derived key (see `servicekit.callers`). At most `max_in_flight` calls
    wait at once; one more is refused with Unavailable and a Retry-After, so that overload does not pile up.
    """

    def __init__(
        self, amqp_url: str, *, caller: str, caller_key: bytes, sealer: Sealer, max_in_flight: int = 256
    ):
        self._caller, self._key, self._sealer = caller, caller_key, sealer
        self._slots: dict[str, _Slot] = {}
        self._room = threading.BoundedSemaphore(max_in_flight)
        self._broadcasts = Broadcasts(sealer)
        self.link = Link(amqp_url, on_open=self._set_up, on_lost=self._lost)

    def start(self) -> "RpcClient":
        """Connect in the background."""
        self.link.start()
        return self

    def ready(self) -> bool:
        """Whether a call could go out now."""
        return self.link.ready()

    def close(self) -> None:
        """Close the connection; waiting calls fail with Unavailable."""
        self.link.close()
        self._lost()

    def listen(
        self, event: Event, callback: Callable[..., None], *, on_connected: Callable[[], None] | None = None
    ) -> None:
        """Hear a broadcast: `callback(**fields)` runs in the link's thread and must not call back into it.
        `on_connected` runs in a thread of its own after every (re)connection. Call before `start`."""
        self._broadcasts.add(event, callback, on_connected)

    def on_lost(self, do: Callable[[], None]) -> None:
        """Call `do` when the connection is gone."""
        self._broadcasts.on_lost.append(do)

    def call(
        self,
        procedure: Procedure,
        fields: dict[str, Any],
        *,
        token: str | None = None,
        client: Client | None = None,
        deadline: float | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        traceparent: str | None = None,
    ) -> dict[str, Any]:
        """The procedure's answer, loaded by its `gives`. `deadline` is in seconds from now.

        Raises the ContractError the callee raised, or Unavailable.
        """
        ends = time.monotonic() + min(
            procedure.deadline if deadline is None else deadline, procedure.deadline
        )
        body = to_json(
            pack(
                procedure.takes,
                procedure.key,
                fields,
                self._sealer,
                token=token,
                client=client.to_json() if client else None,
            )
        )
        here = trace.current()
        headers = {
            "x-correlation-id": correlation_id or (here.correlation_id if here else str(uuid.uuid4())),
            "traceparent": traceparent or (here.traceparent if here else None),
            "x-idempotency-key": idempotency_key,
        }
        again = not procedure.command or bool(idempotency_key)
        with self._a_place():
            return self._answer(procedure, self._exchange(procedure, body, headers, ends, again))

    @contextmanager
    def _a_place(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise Unavailable(reason="overloaded", retry_after=1)
        try:
            yield
        finally:
            self._room.release()

    def _exchange(self, procedure: Procedure, body: bytes, headers: dict, ends: float, again: bool) -> bytes:
        """Send and wait, and send again after a lost connection where that is harmless."""
        while True:
            reply = self._send_and_wait(procedure, body, headers, ends)
            if reply is RETURNED:
                raise Unavailable(reason="no_such_service", retry_after=2)
            if reply is not LOST:
                return reply
            if not again or time.monotonic() >= ends:
                raise Unavailable(reason="connection_lost", retry_after=1)

    def _send_and_wait(self, procedure: Procedure, body: bytes, headers: dict, ends: float) -> Any:
        if not self.link.wait_ready(ends - time.monotonic()):
            raise Unavailable(reason="no_broker", retry_after=2)
        message_id, slot = uuid.uuid4().hex, _Slot()
        self._slots[message_id] = slot
        try:
            self._send(procedure, body, headers, ends, message_id)
            if not slot.arrived.wait(max(0.0, ends - time.monotonic())):
                raise Unavailable(reason="deadline", retry_after=1)
            return slot.reply
        except LinkDown:
            return LOST
        finally:
            self._slots.pop(message_id, None)

    def _send(self, procedure: Procedure, body: bytes, headers: dict, ends: float, message_id: str) -> None:
        left_ms = max(1, int((ends - time.monotonic()) * 1000))
        deadline_ms = clock.epoch_ms() + left_ms
        proof = prove(self._key, procedure.key, deadline_ms, headers["x-correlation-id"], body)
        sent = {key: value for key, value in headers.items() if value is not None}
        properties = pika.BasicProperties(
            content_type="application/json",
            type=procedure.key,
            reply_to=REPLY_TO,
            correlation_id=message_id,
            expiration=str(left_ms),
            headers={**sent, "x-deadline-ms": deadline_ms, "x-caller": self._caller, "x-caller-proof": proof},
        )
        self.link.publish(call_queue(procedure.service), body, properties, True)

    def _answer(self, procedure: Procedure, raw: bytes) -> dict[str, Any]:
        try:
            reply = read(raw)
            fields, private = open_body(f"{procedure.key}:reply", reply, self._sealer)
        except Undecodable:
            raise Internal(reason="undecodable_reply") from None
        if "error" in reply:
            raise ContractError.from_wire({**reply["error"], "details": private.get("details")})
        try:
            return load(procedure.gives, fields)
        except InvalidInput:  # the callee broke its contract: that is not the caller's input
            raise Internal(reason="reply_breaks_contract") from None

    def _set_up(self, channel) -> None:
        channel.add_on_return_callback(self._returned)
        channel.basic_consume(
            REPLY_TO,
            self._arrived,
            auto_ack=True,
            callback=lambda _: self._broadcasts.set_up(channel, self.link),
        )

    def _arrived(self, channel, method, properties, body: bytes) -> None:
        slot = self._slots.get(properties.correlation_id)
        if slot is not None:
            slot.put(body)

    def _returned(self, channel, method, properties, body: bytes) -> None:
        slot = self._slots.get(properties.correlation_id or "")
        if slot is not None:
            slot.put(RETURNED)

    def _lost(self) -> None:
        self._broadcasts.lost()
        for slot in list(self._slots.values()):
            slot.put(LOST)
