"""nameko's queue consumer with its faults mended.

Mended here: at stop it waits for the running workers to ack before the connection closes; its reconnect
back-off stays short; it can stop while the broker is away; it declares what it needs at every connection;
a message that can't be decoded never reaches kombu's decoder.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import eventlet
from nameko.extensions import ProviderCollector
from nameko.messaging import QueueConsumer

from servicekit.logs import log

PAUSE_SECONDS = {"interval_start": 0.1, "interval_step": 0.2, "interval_max": 1.0}
LOOK_SECONDS = 0.25
SETUP_SECONDS = 4.0


class StoppedWhileAway(Exception):
    """We are to stop, and the broker is not there: what is unacked it has taken back already."""


class SteadyQueueConsumer(QueueConsumer):
    """One connection that consumes for every entrypoint of the process."""

    connected = False
    _away = False
    _limit: eventlet.Timeout | None = None

    def run(self, *args, **kwargs) -> None:
        """Consume until stopped. A stop takes three looks, which kombu has a second apart."""
        try:
            super().run(*args, safety_interval=LOOK_SECONDS, **kwargs)
        except StoppedWhileAway:
            self._away = True
            self._release_providers()

    def unregister_provider(self, provider) -> None:
        """Stop consuming for it; at once where there is no connection to cancel it on."""
        if self._away:
            ProviderCollector.unregister_provider(self, provider)
        else:
            super().unregister_provider(provider)

    @contextmanager
    def establish_connection(self) -> Iterator:
        """Connect, trying again at most a second after the last try."""
        with self.connection.clone() as connection:
            connection.ensure_connection(self.on_connection_error, self.connect_max_retries, **PAUSE_SECONDS)
            try:
                yield connection
            except BaseException:
                connection.collect()  # kombu's closing handshake would wait without end for a silent broker
                raise
            finally:
                if self._limit is not None:
                    self._limit.cancel()

    def get_consumers(self, consumer_cls, channel):
        """Consumers that hand over raw messages, those too that kombu can't read (it would ack them)."""
        channel.auto_decode = False  # or a body with a content encoding would not be the bytes as published
        self.prepare()
        self._limit = eventlet.Timeout(SETUP_SECONDS, OSError("no answer"))  # kombu would wait without end
        for provider in self._providers:
            arrived = partial(self._arrived, provider)
            consumer = consumer_cls(queues=[provider.queue], on_message=arrived, on_decode_error=arrived)
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[provider] = consumer
        return self._consumers.values()

    def prepare(self) -> None:
        """Nothing for calls: kombu declares their queue."""

    def on_iteration(self) -> None:
        """Leave the loop only when nobody consumes and nobody works: a worker acks on this connection."""
        self._cancel_consumers_if_requested()
        if not self._consumers and not self.container._worker_threads:
            self.should_stop = True

    def on_consume_ready(self, connection, channel, consumers, **kwargs) -> None:
        """Registered with the broker."""
        self._limit.cancel()
        self.connected = True
        super().on_consume_ready(connection, channel, consumers, **kwargs)

    def on_consume_end(self, connection, channel) -> None:
        """The consumers are gone, with the connection or at stop."""
        self.connected = False

    def on_connection_error(self, exc, interval) -> None:
        """Say so, without the address."""
        self.connected = False
        log("broker.unreachable", error_type=type(exc).__name__, delay_ms=int(interval * 1000))
        if self._pending_remove_providers:
            raise StoppedWhileAway()

    def on_connection_revived(self) -> None:
        """The consumers of the lost connection are not ours any more."""
        self.connected = False

    def _release_providers(self) -> None:
        pending, self._pending_remove_providers = self._pending_remove_providers, {}
        for removed in pending.values():
            removed.send()

    def _arrived(self, provider, message, _unreadable: Exception | None = None) -> None:
        self.handle_message(provider, None, message)


class EventQueueConsumer(SteadyQueueConsumer):
    """A connection for events alone: a listener's queue that the broker can't serve (a quorum queue without a
    leader) must not keep the process from answering calls."""

    def prepare(self) -> None:
        """Declare exchanges, queues and bindings: it may be another broker, or one that lost everything."""
        self.container.config["DECLARE"]()


def raw_body(message) -> bytes:
    """The message's bytes as published."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)
