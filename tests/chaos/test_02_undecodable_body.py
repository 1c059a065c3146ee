"""Case 2: a message whose body can't be read, in each way in which it can't."""

import json
import uuid

import pytest

from chaos import queues
from chaos.sides import Side
from support.polling import until

BROKEN = {
    "not JSON": (b"\xff\xfe{not json", {}),
    "JSON of another shape": (b'["a", "list"]', {}),
    "a compression that isn't one": (b"not compressed", {"headers": {"compression": "application/x-gzip"}}),
    "another encoding": ("{\u00e9".encode("latin-1"), {"content_encoding": "latin-1"}),
    "a content type nobody knows": (b"<xml/>", {"content_type": "application/xml"}),
}


def bodies_arrive_that_nobody_can_read(side: Side) -> list[bytes]:
    """What the broker still holds of them once the side is through with them all."""
    side.start()
    for body, properties in BROKEN.values():
        queues.send(side.amqp_url, side.listens_at, body, **properties)
    side.tell("later").result(20)
    until(lambda: side.ledger.effects("later-heard"), 10, "the event behind them")
    until(lambda: not queues.depth(side.amqp_url, side.listens_at), 10, "an empty queue")
    return side.kept()


@pytest.mark.long
def test_stock_nameko_loses_the_message(stock):
    assert bodies_arrive_that_nobody_can_read(stock) == []  # lost, all of them


def test_ours_sets_it_aside_with_its_original_bytes(ours):
    bodies_arrive_that_nobody_can_read(ours)
    until(lambda: len(ours.kept()) == len(BROKEN), 10, "all of them set aside")
    assert sorted(ours.kept()) == sorted(body for body, _ in BROKEN.values())


def test_ours_handles_an_event_whose_headers_make_no_sense(ours):
    ours.start()
    senseless = [{"x-correlation-id": 5}, {"traceparent": 7}, {"x-correlation-id": ["a"]}]
    for number, headers in enumerate(senseless):
        body = {"event_id": str(uuid.uuid4()), "data": {"key": f"odd-{number}"}}
        queues.send(ours.amqp_url, ours.listens_at, json.dumps(body).encode(), headers=headers)
        until(lambda key=f"odd-{number}": ours.ledger.effects(key), 10, f"the effect of {headers}")
    assert ours.kept() == []
