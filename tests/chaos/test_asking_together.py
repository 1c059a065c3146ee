"""Calls begun together: the second is under way before the first is answered, and none is left behind."""

import pytest

from contracts.errors import Unavailable
from support.polling import until
from support.specimen import contract

SLOW = {"mode": "sleep", "seconds": 1.0}


def begin(client, key):
    return client.begin(contract.create_effect, {"key": key, **SLOW}, idempotency_key=f"together-{key}")


def test_two_calls_begun_together_are_under_way_at_the_same_time(ours):
    ours.start()
    client = ours.client()
    first, second = begin(client, "one"), begin(client, "two")
    until(lambda: ours.ledger.attempts("one") == ours.ledger.attempts("two") == 1, 10, "both to be under way")
    assert ours.ledger.effects("one") == ours.ledger.effects("two") == 0
    assert [second.answer()["count"], first.answer()["count"]] == [1, 1]


def test_a_call_that_is_dropped_gives_its_place_back_and_its_late_reply_is_nobodys(ours, client_for):
    ours.start()
    client = client_for({**ours.env, "AMQP_URL": ours.amqp_url}, max_in_flight=1)
    dropped = begin(client, "dropped")
    with pytest.raises(Unavailable):
        client.call(contract.get_echo, {"text": "no place"})
    dropped.drop()
    dropped.drop()
    until(lambda: ours.ledger.effects("dropped") == 1, 10, "the dropped call to be done")
    assert client.call(contract.get_echo, {"text": "a place"})["text"] == "a place"


def test_calls_begun_before_the_link_is_lost_are_asked_again(ours, client_for):
    ours.start()
    client = client_for({**ours.env, "AMQP_URL": ours.amqp_url})
    client.link.wait_ready(10)
    begun = [client.begin(contract.get_echo, {"text": text}) for text in ("one", "two")]
    client._lost()
    assert [one.answer()["text"] for one in begun] == ["one", "two"]
