"""Case 3: an event that no queue is bound for, since somebody took the binding away."""

import pytest

from chaos import queues
from chaos.sides import Side
from support.polling import until


def the_binding_is_taken_away(side: Side) -> None:
    """A story is told between the binding's removal and the next start, which binds again."""
    first = side.start()
    queues.unbind(side.amqp_url, side.listens_at, *side.bound_by)
    side.tell("story").result(20)
    first.stop()
    side.start()
    side.tell("later").result(20)
    until(lambda: side.ledger.effects("later-heard"), 10, "an event told afterwards")


@pytest.mark.long
def test_stock_nameko_loses_the_event_and_reports_success(stock):
    the_binding_is_taken_away(stock)
    assert stock.ledger.told("story") == 1
    assert stock.ledger.effects("story-heard") == 0  # lost
    assert stock.kept() == []


def test_ours_keeps_the_event_in_the_outbox_until_there_is_a_route(ours):
    the_binding_is_taken_away(ours)
    until(lambda: ours.ledger.effects("story-heard"), 10, "the event told without a route")
    assert ours.ledger.effects("story-heard") == 1
    until(lambda: ours.ledger.waiting() == 0, 10, "an empty outbox")
