"""Case 6: the callee is there and does nothing (SIGSTOP), and comes back after its caller has given up."""

import pytest

from chaos.asked import Asked
from chaos.sides import Process, Side
from contracts.errors import Unavailable
from support.polling import stretched

DEADLINE = 2.0
GRACE = 0.25


def the_callee_stops(side: Side) -> tuple[Process, Asked]:
    """The stopped process, and a call that was made of it."""
    callee = side.start()
    side.call("warm", deadline=10).result(10)
    callee.suspend()
    return callee, side.call("effect", deadline=DEADLINE)


@pytest.mark.long
def test_stock_nameko_hangs(stock):
    callee, asked = the_callee_stops(stock)
    try:
        assert asked.hangs(2 * DEADLINE)
    finally:
        callee.resume()


@pytest.mark.promised
def test_ours_says_unavailable_at_the_deadline_and_has_no_effect_later(ours):
    callee, asked = the_callee_stops(ours)
    with pytest.raises(Unavailable):
        asked.result(2 * DEADLINE)
    assert asked.seconds <= DEADLINE + stretched(GRACE)
    callee.resume()
    ours.call("later", deadline=20).result(20)  # it works again, and has come past the call that was too late
    assert ours.ledger.attempts("effect") == 0
