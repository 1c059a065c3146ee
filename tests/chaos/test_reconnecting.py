"""Connections that are lost over and over."""

import os

import pytest

from support.polling import until
from support.proxy import Proxy
from support.specimen import contract

TIMES = 15


def open_files() -> int:
    """How many file descriptors this process holds."""
    return len(os.listdir("/proc/self/fd"))


def test_a_client_that_reconnects_leaves_nothing_open(ours):
    proxy, url = Proxy.before(ours.amqp_url)
    with proxy:
        client = ours.client(url)
        losses: list[None] = []
        client.on_lost(lambda: losses.append(None))  # counted: it may be back before anybody looks
        before = open_files()
        for done in range(TIMES):
            proxy.cut()
            until(lambda done=done: len(losses) > done, 5, "the loss to be noticed")
            until(client.ready, 10, "the connection to be back")
        until(lambda: open_files() - before < TIMES // 2, 2, "what was opened to be closed")


@pytest.mark.promised
def test_an_idle_publisher_publishes_at_once_after_the_broker_dropped_it(ours):
    proxy, url = Proxy.before(ours.amqp_url)
    with proxy:
        ours.start(url)
        ours.tell("warm").result(20)
        until(lambda: ours.ledger.effects("warm-heard"), 10, "the publisher's connection to be open")
        proxy.cut()
        until(lambda: ours.tell("story").wait(20).error is None, 20, "a story to be told")
        until(lambda: ours.ledger.effects("story-heard"), 5, "the event")


def test_the_topology_is_there_again_when_a_broker_comes_back_empty(ours):
    ours.start()
    ours.clean()
    until(lambda: ours.tell("story").wait(20).error is None, 20, "the service to be there again")
    until(lambda: ours.ledger.effects("story-heard"), 20, "the event")
    assert ours.client().call(contract.get_echo, {"text": "a"})["text"] == "a"
