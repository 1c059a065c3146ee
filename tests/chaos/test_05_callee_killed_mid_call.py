"""Case 5: the callee is killed while it works on a call, and no other process takes its place."""

import pytest

from chaos.asked import Asked
from chaos.sides import Side
from contracts.errors import Unavailable
from support.polling import stretched, until

DEADLINE = 2.0
GRACE = 0.25


def the_callee_is_killed(side: Side) -> Asked:
    """The call, which nobody will answer any more."""
    callee = side.start()
    side.call("warm", deadline=10).result(10)
    asked = side.call("effect", mode="sleep", seconds=60, deadline=DEADLINE)
    until(lambda: side.ledger.attempts("effect"), 10, "the call to have begun")
    callee.kill()
    return asked


@pytest.mark.long
def test_stock_nameko_hangs(stock):
    asked = the_callee_is_killed(stock)
    assert asked.hangs(2 * DEADLINE)


@pytest.mark.promised
def test_ours_says_unavailable_at_the_deadline(ours):
    asked = the_callee_is_killed(ours)
    with pytest.raises(Unavailable):
        asked.result(2 * DEADLINE)
    assert asked.seconds <= DEADLINE + stretched(GRACE)


def the_callee_is_killed_between_commit_and_answer(side: Side) -> Asked:
    """The call, which a second process takes over."""
    side.start()
    asked = side.call("effect", mode="kill_after_first", deadline=25)
    until(lambda: side.ledger.effects("effect"), 10, "the effect to be committed")
    side.start()
    return asked


@pytest.mark.long
def test_stock_nameko_has_the_effect_twice(stock):
    asked = the_callee_is_killed_between_commit_and_answer(stock)
    assert asked.result(20) == {"count": 2}
    assert stock.ledger.effects("effect") == 2  # doubled


def test_ours_has_the_effect_once_and_the_first_answer(ours):
    asked = the_callee_is_killed_between_commit_and_answer(ours)
    assert asked.result(20) == {"count": 1}
    assert ours.ledger.effects("effect") == 1
