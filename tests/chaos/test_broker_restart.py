"""The broker goes and comes back: services and clients work again by themselves, and nothing is lost."""

import time

import pytest

from contracts.errors import ContractError
from support.polling import stretched, until
from support.specimen import contract

BACK_SECONDS = 5.0
COUNT, GAP = 30, 0.1


def answered(client) -> bool:
    """Whether a call gets its answer now."""
    try:
        return client.call(contract.get_echo, {"text": "a"}, deadline=1.0)["text"] == "a"
    except ContractError:
        return False


@pytest.mark.promised
@pytest.mark.parametrize("end", ["stop", "kill"])
def test_work_goes_on_within_five_seconds_and_nothing_is_lost(
    ours_on_own_broker, restartable, record_property, end
):
    ours = ours_on_own_broker
    ours.start()
    restartable.note_queues()
    client = ours.client()
    ours.tell_many("story", COUNT, GAP)
    until(lambda: len(ours.ledger.heard("story")) >= 3, 20, "the first events")
    getattr(restartable, end)()
    assert not answered(client)
    restartable.start()
    back = time.monotonic()
    until(lambda: answered(client), BACK_SECONDS, "calls to be answered again")
    calls = time.monotonic() - back
    ours.tell("later").result(BACK_SECONDS)
    until(lambda: ours.ledger.effects("later-heard"), BACK_SECONDS, "events to be heard again")
    events = time.monotonic() - back
    record_property("seconds_until_back", {"calls": calls, "events": events})
    assert events <= stretched(BACK_SECONDS)
    until(lambda: len(ours.ledger.heard("story")) >= COUNT, 30, "every event told across the restart")
    assert sorted(ours.ledger.heard("story")) == sorted(f"story-{n}-heard" for n in range(COUNT))
