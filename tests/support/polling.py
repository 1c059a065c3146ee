"""Waiting in tests: poll with a deadline, and say what was waited for.

Whether a promised limit holds is measured by `make bench`, with PATIENCE=1 and alone. In `make test` several
workers share the cores, and a busy machine must not fail a test: there limits are stretched.
"""

import os
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PAUSE = 0.03
PATIENCE = float(os.environ.get("PATIENCE", "4"))
LONGEST = 60.0


def stretched(seconds: float) -> float:
    """A limit with patience: at most a minute, unless it was longer by itself."""
    return max(seconds, min(seconds * PATIENCE, LONGEST))


def until(check: Callable[[], Found], seconds: float, what: str) -> Found:
    """The first true answer of `check`. Raises AssertionError after `seconds`, stretched."""
    ends = time.monotonic() + stretched(seconds)
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > ends:
            raise AssertionError(f"not within {seconds:g} s: {what} (last seen: {found!r})")
        time.sleep(PAUSE)


def stays(check: Callable[[], bool], seconds: float, what: str) -> None:
    """`check` is true now and at every look for `seconds`. Raises AssertionError at the first that is not."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not check():
            raise AssertionError(f"no longer: {what}")
        time.sleep(PAUSE)
