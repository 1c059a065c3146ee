"""Looks into the broker's queues from outside, over AMQP alone."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pika
from pika.exceptions import ChannelClosedByBroker

logging.getLogger("pika").setLevel(logging.ERROR)  # asking for a queue that isn't there is no news


@contextmanager
def channel(amqp_url: str) -> Iterator[pika.adapters.blocking_connection.BlockingChannel]:
    """A channel of a connection of its own."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    try:
        yield connection.channel()
    finally:
        connection.close()


def depth(amqp_url: str, queue: str) -> int | None:
    """How many messages are ready in the queue; None when there is no such queue."""
    found = _declared(amqp_url, queue)
    return None if found is None else found.message_count


def consumers(amqp_url: str, queue: str) -> int:
    """How many consume from the queue."""
    found = _declared(amqp_url, queue)
    return 0 if found is None else found.consumer_count


def bodies(amqp_url: str, *queues: str) -> list[bytes]:
    """The bodies of all ready messages, which stay where they are."""
    found: list[bytes] = []
    for queue in queues:
        if depth(amqp_url, queue) is None:
            continue
        with channel(amqp_url) as looking:
            while (got := looking.basic_get(queue))[0] is not None:
                found.append(got[2])
    return found


def send(amqp_url: str, queue: str, body: bytes, **properties) -> None:
    """Put a message into a queue, confirmed."""
    with channel(amqp_url) as sending:
        sending.confirm_delivery()
        basics = pika.BasicProperties(
            **{"content_type": "application/json", "delivery_mode": 2, **properties}
        )
        sending.basic_publish("", queue, body, basics, mandatory=True)


def unbind(amqp_url: str, queue: str, exchange: str, routing_key: str) -> None:
    """Take a queue's binding away."""
    with channel(amqp_url) as unbinding:
        unbinding.queue_unbind(queue, exchange, routing_key)


def delete(amqp_url: str, *queues: str) -> None:
    """Remove queues with all they hold."""
    with channel(amqp_url) as deleting:
        for queue in queues:
            deleting.queue_delete(queue)


def _declared(amqp_url: str, queue: str):
    with channel(amqp_url) as asking:
        try:
            return asking.queue_declare(queue, passive=True).method
        except ChannelClosedByBroker:
            return None
