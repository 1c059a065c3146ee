"""What a process keeps of answers for a while."""

import threading
import time
from collections.abc import Collection, Hashable, Mapping
from typing import Any


class Kept:
    """Values by key, each for `seconds`; of more than `most` the oldest go."""

    def __init__(self, seconds: float, most: int):
        self._seconds, self._most = seconds, most
        self._lock = threading.Lock()
        self._values: dict[Hashable, tuple[float, Any]] = {}

    def known(self, keys: Collection[Hashable]) -> dict[Hashable, Any]:
        """Those of the keys that are kept, with their values."""
        with self._lock:
            self._forget_old()
            return {key: self._values[key][1] for key in keys if key in self._values}

    def keep(self, values: Mapping[Hashable, Any]) -> None:
        """From now on these."""
        ends = time.monotonic() + self._seconds
        with self._lock:
            for key, value in values.items():
                self._values.pop(key, None)  # so that the oldest stay in front
                self._values[key] = ends, value
            for key in list(self._values)[: -self._most]:
                del self._values[key]

    def _forget_old(self) -> None:
        now = time.monotonic()
        for key, (ends, _) in list(self._values.items()):
            if ends > now:
                return
            del self._values[key]
