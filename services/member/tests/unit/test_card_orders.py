"""How far a card order is, and which step may follow (R111)."""

import uuid
from datetime import UTC, datetime

import pytest

from contracts.member.cards import ORDER_STATES
from member.models import CardOrder
from member.models.cards import MOVES, WrongMove

NOW = datetime(2026, 9, 15, 20, tzinfo=UTC)
STEPS = {
    "printed": lambda order: order.print_in(uuid.UUID(int=1), NOW),
    "mailed": lambda order: order.mail("desk", NOW),
    "returned": lambda order: order.come_back("moved", "desk", NOW),
    "cancelled": lambda order: order.cancel("desk", NOW),
}
ALLOWED = {("ordered", "printed"), ("ordered", "cancelled"), ("printed", "mailed"), ("mailed", "returned")}


def test_every_state_has_its_moves():
    assert set(MOVES) == set(ORDER_STATES)


@pytest.mark.parametrize("state", ORDER_STATES)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_from_the_state_before_it_and_from_no_other(state, step):
    order = CardOrder(state=state)
    if (state, step) in ALLOWED:
        STEPS[step](order)
        assert order.state == step
    else:
        with pytest.raises(WrongMove):
            STEPS[step](order)
        assert order.state == state
