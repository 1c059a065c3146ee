"""Case 9: the broker goes down and comes back while a service tells one event after the other."""

import pytest

from chaos.sides import Side
from support.polling import until
from support.running import OwnBroker

COUNT, GAP = 40, 0.15


def the_broker_restarts(side: Side, broker: OwnBroker) -> None:
    """Ends when an event told after the last of them was heard."""
    side.start()
    side.tell_many("story", COUNT, GAP)
    until(lambda: len(side.ledger.heard("story")) >= 3, 20, "the first events")
    broker.restart()
    until(lambda: side.ledger.told("story") == COUNT, 60, "the last story to be recorded")
    until(lambda: side.tell("later").wait(20).error is None, 40, "a story to be told again")
    until(lambda: side.ledger.effects("later-heard"), 20, "the event behind them")


@pytest.mark.long
def test_stock_nameko_loses_events_or_doubles_them(stock_on_own_broker, restartable):
    side = stock_on_own_broker
    the_broker_restarts(side, restartable)
    heard = side.ledger.heard("story")
    assert len(heard) != COUNT or len(set(heard)) != COUNT  # lost or doubled


def test_ours_delivers_each_event_once(ours_on_own_broker, restartable):
    side = ours_on_own_broker
    the_broker_restarts(side, restartable)
    until(lambda: len(set(side.ledger.heard("story"))) == COUNT, 20, "every event")
    assert len(side.ledger.heard("story")) == COUNT
