"""Case 8: CPU-bound work holds the event loop for longer than the broker waits for a heartbeat."""

import pytest

from chaos.sides import Side
from support.polling import until

HEARTBEAT = 2
BURN_SECONDS = 3.5 * HEARTBEAT


def work_outlasts_the_heartbeat(side: Side) -> None:
    """The broker closes the connection meanwhile and delivers the event again."""
    process = side.start(heartbeat=HEARTBEAT)
    side.tell("story", mode="burn_first", seconds=BURN_SECONDS).wait(30)
    until(lambda: side.ledger.effects("story-heard"), 60, "the work to be done")
    side.tell("later").result(30)
    until(lambda: side.ledger.effects("later-heard"), 20, "the event behind it")
    until(lambda: not side.kept(), 10, "nothing waiting in the broker")
    process.stop()


@pytest.mark.long
def test_stock_nameko_has_the_effect_twice(stock):
    work_outlasts_the_heartbeat(stock)
    assert stock.ledger.effects("story-heard") == 2  # doubled


def test_ours_has_the_effect_once(ours):
    work_outlasts_the_heartbeat(ours)
    assert ours.ledger.effects("story-heard") == 1
