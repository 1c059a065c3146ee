"""The longest wait of many calls, whatever happens to the callee or the broker while they are under way."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from chaos.asked import Asked
from contracts.errors import ContractError
from support.neighbour.contract import start_round
from support.polling import stretched, until
from support.proxy import Proxy
from support.specimen import contract

DEADLINES, GRACE = (1.0, 2.0, 4.0, 8.0), 0.25
WORK_BEYOND = 1.5


class Callers:
    """Callers in threads of this process and in the event loop of a neighbour, by one way to the broker."""

    def __init__(self, ours, url: str, count: int):
        self.ours, self.count = ours, count
        self.client = ours.client(url)
        self.neighbour = ours.start_listener(AMQP_URL=url)

    def waits(self, fault: Callable[[], None]) -> list[float]:
        """How long beyond its deadline each call took; `fault` happens when the first of them have begun.

        On a busy machine a whole round may be over before its first call begins; then it is asked again, with
        more time.
        """
        for deadline in DEADLINES:
            waits = self._round(fault, deadline)
            if waits:
                return [wait - deadline for wait in waits]
        raise AssertionError(f"no call began within {deadline:g} s")

    def _round(self, fault: Callable[[], None], deadline: float) -> list[float]:
        name, work = f"round-{time.monotonic_ns()}", deadline + WORK_BEYOND
        asked = {"key": name, "count": self.count // 2, "deadline": deadline, "seconds": work}
        keys = [f"{name}-t{number}" for number in range(self.count // 2)]
        with ThreadPoolExecutor(self.count) as pool:
            Asked(lambda: self._start_round(asked, name))
            mine = [pool.submit(self._timed, key, deadline, work) for key in keys]
            if not self._begun(name):
                return []
            fault()
            return [wait.result() for wait in mine] + self._noted(name)

    def _start_round(self, asked: dict, name: str) -> None:
        self.ours.client().call(start_round, asked, idempotency_key=name)

    def _begun(self, name: str) -> bool:
        """Whether calls of both kinds are under way; not when the round was over before that."""
        kinds = (f"{name}-t", f"{name}-n")

        def under_way() -> bool:
            return all(map(self.ours.ledger.attempts_like, kinds))

        until(lambda: under_way() or self._noted_all(name), 10, "calls of both kinds, or their end")
        return under_way()

    def recovered(self) -> None:
        """Wait until both have their connections again."""
        until(self.client.ready, 10, "our connection")
        until(self.neighbour.is_ready, 60, "the neighbour's connection")

    def _timed(self, key: str, deadline: float, work: float) -> float:
        asked = {"key": key, "mode": "sleep", "seconds": work}
        began = time.monotonic()
        with pytest.raises(ContractError):
            self.client.call(contract.create_effect, asked, deadline=deadline)
        return time.monotonic() - began

    def _noted(self, name: str) -> list[float]:
        until(lambda: self._noted_all(name), 30, "the neighbour's calls to end")
        return [float(key.rpartition("|")[2]) for key in self.ours.neighbour.keys(f"{name}|")]

    def _noted_all(self, name: str) -> bool:
        return len(self.ours.neighbour.keys(f"{name}|")) >= self.count // 2


def longest_waits(ours, count: int) -> dict[str, float]:
    """The longest of all waits beyond the deadline, in seconds, by what happened."""
    proxy, url = Proxy.before(ours.amqp_url)
    with proxy:
        callee = ours.start()
        callers = Callers(ours, url, count)
        callers.recovered()
        longest = {"broker gone": max(callers.waits(proxy.refuse))}
        proxy.accept()
        callers.recovered()
        longest["broker silent"] = max(callers.waits(proxy.swallow))
        proxy.cut()
        callers.recovered()
        longest["callee stopped"] = max(callers.waits(callee.suspend))
        callee.resume()
        longest["callee killed"] = max(callers.waits(callee.kill))
        return longest


@pytest.mark.promised
def test_no_call_waits_longer_than_its_deadline_and_a_quarter_of_a_second(ours, record_property):
    longest = longest_waits(ours, 40)
    record_property("seconds_beyond_the_deadline", longest)
    assert {what: wait for what, wait in longest.items() if wait > stretched(GRACE)} == {}


@pytest.mark.long
def test_nor_does_any_of_many_calls(ours, record_property):
    longest = longest_waits(ours, 90)
    record_property("seconds_beyond_the_deadline", longest)
    assert {what: wait for what, wait in longest.items() if wait > stretched(GRACE)} == {}
