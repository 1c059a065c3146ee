"""The neighbour's door."""

import time

import eventlet

from contracts.errors import ContractError
from servicekit import clock
from servicekit.events import hears
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work
from support.neighbour import contract
from support.specimen import contract as specimen
from support.specimen.models import Effect
from support.specimen.service import take_effect


class NeighbourService(Service):
    """Calls the specimen from inside an event loop, and hears of it."""

    name = "neighbour"

    @serves(contract.start_round)
    def start_round(self, work: Work, key, count, deadline, seconds):
        calls = [eventlet.spawn(timed_call, work, f"{key}-n{n}", deadline, seconds) for n in range(count)]
        ended = [call.wait() for call in calls]
        with work.transaction() as tx:  # the caller may be cut off: it finds them in the ledger, too
            tx.session.add_all(
                Effect(key=f"{key}|{outcome}|{waited:.4f}", at=clock.now()) for outcome, waited in ended
            )
            return tx.answer({"count": count})

    @hears(specimen.neighbour_wanted)
    def on_neighbour_wanted(self, work: Work, key, mode, seconds, note):
        take_effect(work, key, mode, seconds)


def timed_call(work: Work, key: str, deadline: float, seconds: float) -> tuple[str, float]:
    """How a call to the specimen ends, and after how long."""
    asked = {"key": key, "mode": "sleep", "seconds": seconds}
    began = time.monotonic()
    try:
        work.kit.client.call(specimen.create_effect, asked, deadline=deadline)
    except ContractError as refused:
        return refused.code, time.monotonic() - began
    return "ok", time.monotonic() - began
