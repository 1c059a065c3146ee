"""What the workers tell the master, and what the health port says of them all.

Each worker writes a beat into memory shared with the master; the master answers. Live means that every
worker's loop turned within five seconds; ready, that every one also has a broker channel. Nothing here
touches a dependency.
"""

import json
import mmap
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from servicekit.logs import log_crash

VERSION = "0.1.0"
BEAT_SECONDS = 0.25
STALE_SECONDS = 1.25
BLOCKED_SECONDS = 5.0
SLOTS = 128
_BEAT = struct.Struct("=qd?")


class Beats:
    """One slot per worker, by its gunicorn age (a running number). Make it before the fork."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, SLOTS * _BEAT.size)

    def write(self, age: int, pid: int, ready: bool) -> None:
        """Worker `pid` turned, and is ready or not."""
        _BEAT.pack_into(self._memory, age % SLOTS * _BEAT.size, pid, time.monotonic(), ready)

    def ready(self, age: int, pid: int) -> bool:
        """Whether that worker said so lately."""
        found, at, ready = _BEAT.unpack_from(self._memory, age % SLOTS * _BEAT.size)
        return found == pid and ready and time.monotonic() - at < STALE_SECONDS


def keep_beating(beats: Beats, age: int, pid: int, is_ready: Callable[[], bool]) -> None:
    """In a worker: write beats from a thread until the process ends."""

    def beat() -> None:
        while True:
            beats.write(age, pid, _safely(is_ready))
            time.sleep(BEAT_SECONDS)

    threading.Thread(target=beat, daemon=True, name="beats").start()


class GatewayHealth:
    """What servicekit's HealthServer asks. `workers()` gives (age, pid, seconds since its loop turned)."""

    def __init__(self, beats: Beats, wanted: int, workers: Callable[[], list[tuple[int, int, float]]]):
        self._beats, self._wanted, self._workers = beats, wanted, workers

    def live(self) -> bool:
        """All workers are there and their loops turn."""
        ages = [idle for _, _, idle in self._workers()]
        return len(ages) >= self._wanted and all(idle < BLOCKED_SECONDS for idle in ages)

    def ready(self) -> bool:
        """All workers can answer requests."""
        workers = self._workers()
        return len(workers) >= self._wanted and all(self._beats.ready(age, pid) for age, pid, _ in workers)

    def body(self, passed: bool, *, with_checks: bool) -> bytes:
        """application/health+json."""
        body: dict[str, Any] = {"status": _word(passed), "serviceId": "gateway", "version": VERSION}
        if with_checks:
            workers = self._workers()
            body["checks"] = {
                "workers": [{"status": _word(len(workers) >= self._wanted), "observedValue": len(workers)}],
                "broker": [{"status": _word(self._beats.ready(age, pid))} for age, pid, _ in workers],
            }
        return json.dumps(body).encode()


def metrics_of_all(directory: str) -> bytes:
    """The Prometheus page, summed over the workers."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=directory)
    return generate_latest(registry)


def _safely(is_ready: Callable[[], bool]) -> bool:
    try:
        return is_ready()
    except Exception as error:
        log_crash("health.check_failed", error)
        return False


def _word(passed: bool) -> str:
    return "pass" if passed else "fail"
