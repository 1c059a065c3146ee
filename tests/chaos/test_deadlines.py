"""No call without a deadline."""

import time

import pytest

from chaos import queues
from contracts import registry
from contracts.errors import Unavailable
from servicekit.topology import call_queue
from support.polling import stretched, until
from support.specimen import contract

DEADLINE, GRACE = 1.0, 0.25


def test_every_procedure_has_a_deadline():
    assert {key for key, found in registry.procedures().items() if not 0 < found.deadline <= 60} == set()


def taken(channel) -> tuple | None:
    """A call from the queue, if there is one."""
    found = channel.basic_get(call_queue("specimen"))
    return found if found[0] is not None else None


def test_the_deadline_travels_with_the_call_and_ends_it_in_the_broker(ours):
    with queues.channel(ours.amqp_url) as channel:
        channel.queue_declare(call_queue("specimen"), durable=True)
        asked = ours.call("effect", deadline=DEADLINE)
        _, properties, _ = until(lambda: taken(channel), 5, "the call")
        assert 0 < int(properties.expiration) <= DEADLINE * 1000
        assert 0 < properties.headers["x-deadline-ms"] - time.time() * 1000 <= DEADLINE * 1000
        asked.wait(5)
        ours.call("unheard", deadline=DEADLINE).wait(5)
    assert queues.depth(ours.amqp_url, call_queue("specimen")) == 0  # both have expired


@pytest.mark.promised
@pytest.mark.parametrize("deadline", [0.0, -1.0])
def test_a_deadline_that_has_passed_is_not_taken_for_none(ours, deadline):
    client = ours.client()
    with queues.channel(ours.amqp_url) as channel:
        channel.queue_declare(call_queue("specimen"), durable=True)
    began = time.monotonic()
    with pytest.raises(Unavailable):
        client.call(contract.get_echo, {"text": "a"}, deadline=deadline)
    assert time.monotonic() - began < stretched(GRACE)
