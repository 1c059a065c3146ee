"""Case 10: a connection half dies: what is published still arrives, and no confirm comes back, ever."""

import pytest

from chaos.asked import Asked
from chaos.sides import Side
from support.polling import stays, until
from support.proxy import Proxy

COUNT, GAP = 30, 0.15
LONG_HEARTBEAT = 60  # or the heartbeat would find out; a publisher has none while it waits for a confirm


def confirms_stop_coming(side: Side) -> Asked:
    """The call that tells one event after the other to a listener whose own connection is whole."""
    side.start_listener()
    proxy, url = Proxy.before(side.amqp_url)
    with proxy:
        process = side.start(url, heartbeat=LONG_HEARTBEAT)
        telling = side.tell_many("story", COUNT, GAP, to="neighbour")
        until(lambda: side.heard_by_listener("story-2-heard"), 20, "the third event")
        proxy.swallow()
        assert side.ledger.told("story") < COUNT, "the service was too fast for this test"
        until(lambda: heard(side) == COUNT or stuck(side), 60, "all events, or no progress")
        process.kill()
    return telling


def heard(side: Side) -> int:
    """How many of the events were heard."""
    return sum(side.heard_by_listener(f"story-{number}-heard") > 0 for number in range(COUNT))


def stuck(side: Side) -> bool:
    """Something is left to tell, and nothing more is told for eight seconds."""
    told = side.ledger.told("story")
    try:
        stays(lambda: side.ledger.told("story") == told < COUNT, 8, "stuck")
    except AssertionError:
        return False
    return True


@pytest.mark.long
def test_stock_nameko_hangs_and_tells_no_more(stock):
    confirms_stop_coming(stock)
    assert stock.ledger.told("story") < COUNT
    assert heard(stock) < COUNT


def test_ours_publishes_again_and_each_event_has_one_effect(ours):
    confirms_stop_coming(ours)
    assert [ours.heard_by_listener(f"story-{number}-heard") for number in range(COUNT)] == [1] * COUNT
