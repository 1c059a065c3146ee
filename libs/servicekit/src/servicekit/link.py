"""One pika connection per process, kept alive by one thread (a greenthread in a service).

Calls go out, replies come in and go out, and broadcasts are heard through it. The thread reconnects by
itself, at most a second after the broker is back.
"""

import threading
import time
from collections.abc import Callable
from functools import partial

import pika
from pika.adapters.select_connection import IOLoop, SelectConnection

from servicekit.logs import log
from servicekit.loop import is_green
from servicekit.publisher import parameters

RECONNECT_SECONDS = (0.05, 0.2, 0.5, 1.0)


class LinkDown(Exception):
    """There is no connection to the broker now."""


class _Connection(SelectConnection):
    """Writes the frames of a message in one piece and at once: one system call instead of three, and no turn
    of the loop to hear that the socket can be written to."""

    def _output_marshaled_frames(self, marshaled_frames) -> None:
        waiting = self.unsent()
        super()._output_marshaled_frames([b"".join(marshaled_frames)])
        if not waiting and self.unsent():
            self._transport._on_socket_writable()

    def unsent(self) -> int:
        """Bytes that the socket did not take yet."""
        return self._transport.get_write_buffer_size() if self._transport else 0


def _look() -> None:
    """Nothing: to be called is enough for the loop to see what changed."""


class Link:
    """A kept-alive connection. `on_open(channel)` runs in the link's thread after every (re)connection;
    it calls `link.opened()` when the channel is ready for use. `on_lost()` runs when it is gone."""

    def __init__(self, amqp_url: str, *, on_open: Callable, on_lost: Callable[[], None], heartbeat: int = 10):
        self._parameters = parameters(amqp_url, heartbeat=heartbeat)
        self._on_open, self._on_lost = on_open, on_lost
        self._ready = threading.Event()
        self._closing = False
        self._connection: _Connection | None = None
        self._channel = None
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="portico-link", daemon=True)

    def start(self) -> "Link":
        """Begin connecting; returns at once."""
        self._thread.start()
        return self

    def ready(self) -> bool:
        """Whether the channel can be used now."""
        return self._ready.is_set()

    def wait_ready(self, seconds: float) -> bool:
        """Wait so long for the channel."""
        return self._ready.wait(max(0.0, seconds))

    def opened(self) -> None:
        """The channel is set up."""
        self._failures = 0
        self._ready.set()

    def publish(
        self, routing_key: str, body: bytes, properties: pika.BasicProperties, mandatory: bool
    ) -> None:
        """Hand a transient message to the broker, unconfirmed, on the default exchange. Raises LinkDown."""
        connection, channel = self._connection, self._channel
        if not self._ready.is_set() or connection is None:
            raise LinkDown()
        self._in_loop(connection, partial(self._send, channel, routing_key, body, properties, mandatory))

    def close(self) -> None:
        """Close and stop the thread."""
        self._closing = True
        connection = self._connection
        if connection is not None:
            connection.ioloop.add_callback_threadsafe(partial(self._shut, connection))
        if self._thread.is_alive():
            self._thread.join(timeout=3)

    def _in_loop(self, connection: _Connection, send: Callable[[], None]) -> None:
        """Greenthreads take turns, so one may send for the loop; the loop only takes over what the socket did
        not."""
        if not is_green() or connection.unsent():
            connection.ioloop.add_callback_threadsafe(send)
            return
        send()
        if connection.unsent():
            connection.ioloop.add_callback_threadsafe(_look)

    def _send(self, channel, routing_key, body, properties, mandatory) -> None:
        if channel.is_open:
            channel.basic_publish("", routing_key, body, properties, mandatory=mandatory)

    @staticmethod
    def _shut(connection: SelectConnection) -> None:
        if connection.is_open:
            connection.close()
        else:
            connection.ioloop.stop()

    def _run(self) -> None:
        while not self._closing:
            turns = IOLoop()
            try:
                self._connection = self._connect(turns)
                turns.start()
            except Exception as failure:  # noqa: BLE001 - whatever broke, the thread must go on trying
                self._gone(None, failure)
            finally:
                turns.close()  # else its wake-up sockets stay open until a garbage collection
            if not self._closing:
                time.sleep(RECONNECT_SECONDS[min(self._failures, len(RECONNECT_SECONDS) - 1)])
                self._failures += 1

    def _connect(self, turns: IOLoop) -> _Connection:
        return _Connection(
            self._parameters,
            on_open_callback=self._connected,
            on_open_error_callback=self._gone,
            on_close_callback=self._gone,
            custom_ioloop=turns,
        )

    def _connected(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._channel_open)

    def _channel_open(self, channel) -> None:
        self._channel = channel
        channel.add_on_close_callback(self._channel_closed)
        self._on_open(channel)

    def _channel_closed(self, channel, reason) -> None:
        if channel.connection.is_open:
            channel.connection.close()

    def _gone(self, connection, reason) -> None:
        was_ready = self._ready.is_set()
        self._ready.clear()
        self._channel = None
        if was_ready and not self._closing:
            log("broker.lost", error_type=type(reason).__name__)
        self._on_lost()
        if connection is not None:
            connection.ioloop.stop()
