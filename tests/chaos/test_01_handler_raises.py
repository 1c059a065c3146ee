"""Case 1: a handler raises at its first try and would succeed at its second."""

import pytest

from chaos.sides import Side
from support.polling import until


def a_handler_raises_once(side: Side) -> None:
    """Ends when the broker holds the event no more."""
    side.start()
    side.tell("story", mode="raise_first").result(20)
    until(lambda: side.ledger.attempts("story-heard"), 10, "the first attempt")
    side.tell("later").result(20)
    until(lambda: side.ledger.effects("later-heard"), 10, "the event behind it")
    until(lambda: not side.kept(), 10, "nothing waiting in the broker")


@pytest.mark.long
def test_stock_nameko_loses_the_event(stock):
    a_handler_raises_once(stock)
    assert stock.ledger.attempts("story-heard") == 1
    assert stock.ledger.effects("story-heard") == 0  # lost


def test_ours_tries_again_and_has_one_effect(ours):
    a_handler_raises_once(ours)
    until(lambda: ours.ledger.effects("story-heard"), 10, "the effect")
    assert ours.ledger.attempts("story-heard") == 2
    assert ours.ledger.effects("story-heard") == 1
