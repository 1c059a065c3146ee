"""One run for all who ask the same within a few seconds."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class OnceEach:
    """`run(key, work)` runs `work` once per key; others wait for its answer and get the same.

    Answers are kept `keep` seconds, failures not at all."""

    def __init__(self, keep: float):
        self._keep = keep
        self._lock = threading.Lock()
        self._runs: dict[bytes, tuple[float, Future]] = {}

    def run(self, key: bytes, work: Callable[[], Any], wait: float = 10.0) -> Any:
        """The answer of `work`; raises what it raised. Waits `wait` seconds for another's run."""
        future, mine = self._join(key)
        if mine:
            self._settle(key, future, work)
        return future.result(timeout=wait)

    def _join(self, key: bytes) -> tuple[Future, bool]:
        with self._lock:
            now = time.monotonic()
            self._runs = {k: run for k, run in self._runs.items() if run[0] > now or not run[1].done()}
            if key in self._runs:
                return self._runs[key][1], False
            self._runs[key] = (now + self._keep, Future())
            return self._runs[key][1], True

    def _settle(self, key: bytes, future: Future, work: Callable[[], Any]) -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            with self._lock:
                self._runs.pop(key, None)
            future.set_exception(error)
