"""Calls with deadlines, from the gateway, from a service to its peer, and from commands and tests.

`RpcClient.call` never waits beyond its deadline, whatever happens to the callee or the broker. A call that
was cut off by a lost connection is sent again while time remains, where a second run is harmless.
"""

import threading
import time
import uuid
from collections.abc import Callable
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

    def call(self, procedure: Procedure, fields: dict[str, Any], **how: Any) -> dict[str, Any]:
        """The procedure's answer, loaded by its `gives`. `how` as in `begin`.

        Raises the ContractError the callee raised, or Unavailable.
        """
        return self.begin(procedure, fields, **how).answer()

    def begin(
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
    ) -> "Asked":
        """Send the call and come back at once; whoever begins must take the `answer()` or `drop()` it.

        `deadline` is in seconds from now. Raises Unavailable when too many wait already.
        """
        seconds = procedure.deadline if deadline is None else min(deadline, procedure.deadline)
        ends = time.monotonic() + seconds
        from_ = client.to_json() if client else None
        body = to_json(pack(procedure.takes, procedure.key, fields, self._sealer, token=token, client=from_))
        here = trace.current()
        headers = {
            "x-correlation-id": correlation_id or (here.correlation_id if here else str(uuid.uuid4())),
            "traceparent": traceparent or (here.traceparent if here else None),
            "x-idempotency-key": idempotency_key,
        }
        if not self._room.acquire(blocking=False):
            raise Unavailable(reason="overloaded", retry_after=1)
        return Asked(self, procedure, body, headers, ends)

    def _put(self, asked: "Asked", slot: _Slot, message_id: str) -> None:
        """Send it under this id; its reply goes into the slot. Raises LinkDown."""
        self._slots[message_id] = slot
        left_ms = max(1, int((asked.ends - time.monotonic()) * 1000))
        deadline_ms, headers, key = clock.epoch_ms() + left_ms, asked.headers, asked.procedure.key
        proof = prove(self._key, key, deadline_ms, headers["x-correlation-id"], asked.body)
        sent = {name: value for name, value in headers.items() if value is not None}
        properties = pika.BasicProperties(
            content_type="application/json",
            type=key,
            reply_to=REPLY_TO,
            correlation_id=message_id,
            expiration=str(left_ms),
            headers={**sent, "x-deadline-ms": deadline_ms, "x-caller": self._caller, "x-caller-proof": proof},
        )
        self.link.publish(call_queue(asked.procedure.service), asked.body, properties, True)

    def _forget(self, message_id: str | None) -> None:
        self._slots.pop(message_id or "", None)

    def _read(self, procedure: Procedure, raw: bytes) -> dict[str, Any]:
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


class Asked:
    """A call on its way. Others may be begun before its answer is waited for."""

    def __init__(self, client: RpcClient, procedure: Procedure, body: bytes, headers: dict, ends: float):
        self.procedure, self.body, self.headers, self.ends = procedure, body, headers, ends
        self._client, self._slot = client, None
        self._message_id: str | None = None
        self._waits = True
        if client.link.ready():  # else `answer` waits for the link
            self._send()

    def answer(self) -> dict[str, Any]:
        """The answer, loaded by the procedure's `gives`; at the deadline at the latest. Raises the
        ContractError the callee raised, or Unavailable."""
        try:
            return self._client._read(self.procedure, self._reply())
        finally:
            self.drop()

    def drop(self) -> None:
        """Wait no longer."""
        self._client._forget(self._message_id)
        if self._waits:
            self._waits = False
            self._client._room.release()

    def _reply(self) -> bytes:
        """Wait, and send again after a lost connection where that is harmless."""
        again = not self.procedure.command or bool(self.headers["x-idempotency-key"])
        while True:
            reply = self._one_reply()
            if reply is RETURNED:
                raise Unavailable(reason="no_such_service", retry_after=2)
            if reply is not LOST:
                return reply
            if not again or time.monotonic() >= self.ends:
                raise Unavailable(reason="connection_lost", retry_after=1)
            self._slot = None

    def _one_reply(self) -> Any:
        if self._slot is None:
            if not self._client.link.wait_ready(self.ends - time.monotonic()):
                raise Unavailable(reason="no_broker", retry_after=2)
            self._send()
        if not self._slot.arrived.wait(max(0.0, self.ends - time.monotonic())):
            raise Unavailable(reason="deadline", retry_after=1)
        return self._slot.reply

    def _send(self) -> None:
        self._client._forget(self._message_id)
        self._message_id, self._slot = uuid.uuid4().hex, _Slot()
        try:
            self._client._put(self, self._slot, self._message_id)
        except LinkDown:
            self._slot.put(LOST)
