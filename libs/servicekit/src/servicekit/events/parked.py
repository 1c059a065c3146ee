"""Messages set aside: list them, show one with its cause and original bytes, replay it to its listener.

    python -m servicekit.parked list   SERVICE
    python -m servicekit.parked show   SERVICE EVENT_ID
    python -m servicekit.parked replay SERVICE EVENT_ID | --all

A listing reads without taking. A replay publishes with a confirm first and only then removes the parked
copy, so nothing is lost between the two.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pika

from servicekit.publisher import parameters
from servicekit.topology import parked_queue


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked message. `event_id` is "-" when the bytes could not be read."""

    event_id: str
    cause: str
    queue: str
    headers: dict
    body: bytes
    tag: int


def each(channel, service: str) -> Iterator[Parked]:
    """Every parked message of a service, unacknowledged: closing the channel puts all of them back."""
    while True:
        method, properties, body = channel.basic_get(parked_queue(service))
        if method is None:
            return
        headers = dict(properties.headers or {})
        yield Parked(
            _event_id(body, properties),
            str(headers.get("x-parked-cause", "")),
            str(headers.get("x-parked-queue", "")),
            headers,
            body,
            method.delivery_tag,
        )


def listing(amqp_url: str, service: str) -> list[Parked]:
    """All parked messages, the oldest first; they stay parked."""
    with _channel(amqp_url) as channel:
        return list(each(channel, service))


def replay(amqp_url: str, service: str, event_id: str | None) -> list[Parked]:
    """Send the message (or all, for None) back to its listener; returns what was sent."""
    with _channel(amqp_url) as channel:
        channel.confirm_delivery()
        chosen = [item for item in each(channel, service) if event_id in (None, item.event_id)]
        for item in chosen:
            headers = {key: value for key, value in item.headers.items() if not key.startswith("x-parked")}
            basics = pika.BasicProperties(
                content_type="application/json", delivery_mode=2, headers=headers, message_id=item.event_id
            )
            channel.basic_publish("", item.queue, item.body, basics, mandatory=True)
            channel.basic_ack(item.tag)
        return chosen


def _event_id(body: bytes, properties: pika.BasicProperties) -> str:
    try:
        return str(json.loads(body)["event_id"])
    except (ValueError, KeyError, TypeError):
        return properties.message_id or "-"


class _channel:
    """A channel of a connection of its own, closed at the end."""

    def __init__(self, amqp_url: str):
        self._connection = pika.BlockingConnection(parameters(amqp_url))

    def __enter__(self):
        return self._connection.channel()

    def __exit__(self, *_):
        self._connection.close()
