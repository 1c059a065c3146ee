"""Waiting in tests: poll with a deadline, and say what was waited for."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PAUSE = 0.03


def until(check: Callable[[], Found], seconds: float, what: str) -> Found:
    """The first true answer of `check`. Raises AssertionError after `seconds`."""
    ends = time.monotonic() + seconds
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
