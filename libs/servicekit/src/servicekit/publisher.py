"""Publishing that knows whether the broker has the message: confirms, `mandatory`, and a time limit.

pika waits for a confirm without end; a broker that accepts bytes and says nothing would hold the outbox
for ever. So the wait has a limit here, after which the connection is thrown away.
"""

import threading
from contextlib import contextmanager

import pika
from pika.exceptions import AMQPError, NackError, UnroutableError

from servicekit.loop import is_green

CONFIRM_SECONDS = 5.0


class NotPublished(Exception):
    """The broker did not take it (no route, refused, no confirm, no connection); publish it again."""

    def __init__(self, cause: str):
        super().__init__(cause)
        self.cause = cause


class ConfirmedPublisher:
    """One connection and channel with confirms, opened when needed. Safe to share between greenthreads."""

    def __init__(self, amqp_url: str, *, limit: float = CONFIRM_SECONDS):
        self._url, self._limit = amqp_url, limit
        self._connection: pika.BlockingConnection | None = None
        self._channel = None
        self._lock = threading.Lock()

    def publish(
        self,
        exchange: str,
        routing_key: str,
        body: bytes,
        headers: dict,
        *,
        mandatory: bool = True,
        **properties,
    ) -> None:
        """Publish one persistent message and wait for its confirm. Raises NotPublished."""
        basics = pika.BasicProperties(
            content_type="application/json", delivery_mode=2, headers=headers, **properties
        )
        with self._lock:
            try:
                with time_limit(self._limit):
                    self._open().basic_publish(exchange, routing_key, body, basics, mandatory=mandatory)
            except UnroutableError:
                raise NotPublished("no_route") from None
            except NackError:
                raise NotPublished("refused") from None
            except (AMQPError, OSError, TimeoutError) as failure:
                self._drop()
                raise NotPublished(type(failure).__name__) from None

    def channel(self):
        """The open channel, for declaring. Raises pika's errors."""
        with time_limit(self._limit):
            return self._open()

    def close(self) -> None:
        """Close the connection, if any."""
        with self._lock:
            self._drop(politely=True)

    def abandon(self) -> None:
        """Cut the connection without a word: a closing handshake may hang as well."""
        with self._lock:
            self._drop()

    def _open(self):
        if self._channel is None or not self._channel.is_open:
            self._drop()
            self._connection = pika.BlockingConnection(parameters(self._url))
            self._channel = self._connection.channel()
            self._channel.confirm_delivery()
        return self._channel

    def _drop(self, politely: bool = False) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is None:
            return
        try:
            if politely and connection.is_open:
                connection.close()
            else:  # a close handshake with a silent broker would block again: cut the socket
                connection._impl._transport.abort()
        except Exception:  # noqa: BLE001 - it is being thrown away; nothing it says matters now
            pass


def parameters(url: str, *, heartbeat: int = 10) -> pika.URLParameters:
    """Connection parameters with short limits: a dead broker is noticed in seconds."""
    found = pika.URLParameters(url)
    found.heartbeat = heartbeat
    found.socket_timeout = 3
    found.stack_timeout = 4
    found.blocked_connection_timeout = 5
    found.connection_attempts = 1
    return found


@contextmanager
def time_limit(seconds: float):
    """Raise TimeoutError in the block after `seconds`; only a green process can interrupt a wait."""
    if not is_green():
        yield
        return
    import eventlet

    with eventlet.Timeout(seconds, TimeoutError()):
        yield
