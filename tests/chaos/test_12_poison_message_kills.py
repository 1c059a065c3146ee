"""Case 12: a message whose handler kills its process, again and again."""

import pytest

from chaos.ours import MAX_ATTEMPTS
from chaos.sides import Process, Side
from support.polling import until

STARTS = MAX_ATTEMPTS + 2


def a_supervisor_starts_it_again(side: Side) -> Process:
    """The last of at most so many processes, each started when the one before had died."""
    process = side.start()
    side.tell("poison", mode="kill")
    for _ in range(STARTS - 1):
        settled(side, process)
        if process.alive():
            break
        process = side.start(ready=False)
    settled(side, process)
    return process


def settled(side: Side, process: Process) -> None:
    """Wait for its death, or for the message to be set aside."""
    until(lambda: not process.alive() or side.set_aside(), 40, "its death, or the message set aside")


@pytest.mark.long
def test_stock_nameko_dies_at_every_start(stock):
    process = a_supervisor_starts_it_again(stock)
    assert not process.alive()
    assert stock.ledger.attempts("poison-heard") == STARTS
    until(lambda: len(stock.kept()) == 1, 10, "the message to wait for the next one")


def test_ours_sets_the_message_aside_and_works_on(ours):
    process = a_supervisor_starts_it_again(ours)
    assert process.alive()
    assert ours.ledger.attempts("poison-heard") == MAX_ATTEMPTS
    assert [b"poison-heard" in body for body in ours.set_aside()] == [True]
    ours.tell("later").result(20)
    until(lambda: ours.ledger.effects("later-heard"), 10, "an event behind it")
