"""Case 4: an event is told before its listener was ever started, so that its queue doesn't exist yet."""

import pytest

from chaos.sides import Side
from support.polling import until


def the_listener_comes_later(side: Side) -> None:
    """Ends when the listener has heard what was told after it came."""
    side.start()
    side.tell("early", to="neighbour").result(20)
    side.start_listener()
    side.tell("late", to="neighbour").result(20)
    until(lambda: side.heard_by_listener("late-heard"), 10, "the event told after the listener came")


@pytest.mark.long
def test_stock_nameko_loses_the_event(stock):
    the_listener_comes_later(stock)
    assert stock.heard_by_listener("early-heard") == 0  # lost


def test_ours_delivers_it_when_the_listener_comes(ours):
    the_listener_comes_later(ours)
    until(lambda: ours.heard_by_listener("early-heard"), 10, "the event told before the listener came")
    assert ours.heard_by_listener("early-heard") == 1
