"""Every exchange and queue by name and arguments, and the step that declares them before anything is
published. Declaring is idempotent, so each process does it whenever it connects."""

from collections.abc import Iterable

from pika.adapters.blocking_connection import BlockingChannel

from contracts.events import Event

DURABLE_QUEUE = {"x-queue-type": "quorum"}
REPLY_TO = "amq.rabbitmq.reply-to"


def call_queue(service: str) -> str:
    """Where calls to a service wait. They are transient: their caller waits with them."""
    return f"rpc.{service}"


def listener_queue(service: str, event: Event) -> str:
    """Where an event waits for one listening service."""
    return f"{service}.{event.key}"


def parked_queue(service: str) -> str:
    """Where a service's messages are set aside."""
    return f"parked.{service}"


def retry_exchange(delay: float) -> str:
    """A message published here returns to the queue its routing key names after `delay` seconds."""
    return f"retry.{delay:g}s"


def declare(channel: BlockingChannel, service: str, heard: Iterable[Event], delays: Iterable[float]) -> None:
    """Declare what `service` answers on, tells on, and hears on."""
    channel.queue_declare(call_queue(service), durable=True)
    declare_events_exchange(channel, service)
    for delay in delays:
        declare_retry(channel, delay)
    channel.queue_declare(parked_queue(service), durable=True, arguments=DURABLE_QUEUE)
    for event in heard:
        channel.exchange_declare(event.exchange, "topic", durable=True)
        channel.queue_declare(listener_queue(service, event), durable=True, arguments=DURABLE_QUEUE)
        channel.queue_bind(listener_queue(service, event), event.exchange, event.key)


def declare_events_exchange(channel: BlockingChannel, service: str) -> None:
    """The exchange a service tells its events on."""
    channel.exchange_declare(f"{service}.events", "topic", durable=True)


def declare_retry(channel: BlockingChannel, delay: float) -> None:
    """A queue that holds each message for `delay` seconds and hands it back to its listener."""
    name = retry_exchange(delay)
    channel.exchange_declare(name, "fanout", durable=True)
    arguments = {
        **DURABLE_QUEUE,
        "x-message-ttl": int(delay * 1000),
        "x-dead-letter-exchange": "",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    channel.queue_declare(name, durable=True, arguments=arguments)
    channel.queue_bind(name, name)
