"""Broadcast events on a link: a private queue of this process per event, gone when the process is."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from contracts.events import Event
from servicekit.envelope import Undecodable, load, open_body, read
from servicekit.link import Link
from servicekit.logs import log, log_crash
from servicekit.seal import Sealer


@dataclass
class _Heard:
    event: Event
    callback: Callable[..., None]
    on_connected: Callable[[], None] | None


@dataclass
class Broadcasts:
    """What this process hears of broadcasts."""

    sealer: Sealer
    heard: list[_Heard] = field(default_factory=list)
    on_lost: list[Callable[[], None]] = field(default_factory=list)

    def add(
        self, event: Event, callback: Callable[..., None], on_connected: Callable[[], None] | None
    ) -> None:
        """Hear `event` from the next connection on."""
        self.heard.append(_Heard(event, callback, on_connected))

    def set_up(self, channel, link: Link) -> None:
        """Declare and consume one queue after the other; the link is open when all stand."""
        self._next(channel, link, list(self.heard))

    def lost(self) -> None:
        """Tell whoever keeps something from broadcasts that it may be stale."""
        for do in self.on_lost:
            do()

    def _next(self, channel, link: Link, left: list[_Heard]) -> None:
        if not left:
            link.opened()
            self._announce()
            return
        heard = left.pop(0)
        go_on = partial(self._next, channel, link, left)
        queue: dict[str, str] = {}

        def consume(_):
            channel.basic_consume(
                queue["name"], partial(self._arrived, heard), auto_ack=True, callback=lambda _: go_on()
            )

        def bind(declared):
            queue["name"] = declared.method.queue
            channel.queue_bind(queue["name"], heard.event.exchange, heard.event.key, callback=consume)

        def declare_queue(_):
            channel.queue_declare("", exclusive=True, auto_delete=True, callback=bind)

        channel.exchange_declare(heard.event.exchange, "topic", durable=True, callback=declare_queue)

    def _announce(self) -> None:
        for heard in self.heard:
            if heard.on_connected:
                threading.Thread(target=heard.on_connected, daemon=True).start()

    def _arrived(self, heard: _Heard, channel, method, properties, raw: bytes) -> None:
        try:
            envelope = read(raw)
            body = {
                "fields": envelope.get("data", {}),
                **({"sealed": envelope["sealed"]} if "sealed" in envelope else {}),
            }
            fields, _ = open_body(f"{heard.event.exchange}:{heard.event.key}", body, self.sealer)
            heard.callback(**load(heard.event.carries, fields))
        except Undecodable:
            log("broadcast.undecodable", event=heard.event.key)
        except Exception as failure:  # noqa: BLE001 - one bad broadcast must not end the link's thread
            log_crash("broadcast.failed", failure, event=heard.event.key)
