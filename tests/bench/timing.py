"""Timing a function from one or many threads, and printing what came out."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Durations in seconds, sorted, and how many were finished a second."""

    seconds: list[float]
    per_second: float

    def at(self, share: float) -> float:
        """The quantile in milliseconds: `at(0.5)` is the median."""
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * share))] * 1000

    def row(self, name: str) -> str:
        """A line for the table."""
        return (
            f"{name:<44} p50 {self.at(0.5):8.2f} ms   p99 {self.at(0.99):8.2f} ms   {self.per_second:8.1f}/s"
            f"   n={len(self.seconds)}"
        )


def measure(
    make: Callable[[], Callable[[], None]], *, clients: int = 1, seconds: float = 5.0, pause: float = 0.0
) -> Measured:
    """Run the function that `make()` gives each client (its own connection) for so long, with a `pause` in
    seconds after each time."""
    begin, stop = threading.Barrier(clients + 1), threading.Event()
    lists: list[list[float]] = [[] for _ in range(clients)]
    threads = [threading.Thread(target=_client, args=(make, taken, begin, stop, pause)) for taken in lists]
    for thread in threads:
        thread.start()
    begin.wait()
    started = time.perf_counter()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - started
    taken = sorted(value for one in lists for value in one)
    return Measured(taken, len(taken) / elapsed)


def _client(
    make: Callable, taken: list[float], begin: threading.Barrier, stop: threading.Event, pause: float
) -> None:
    run = make()
    run()
    begin.wait()
    while not stop.is_set():
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
        if pause:
            stop.wait(pause)
