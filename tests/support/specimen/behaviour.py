"""What the specimen, and the stock service beside it, do on request."""

import os
import signal
import time
from collections.abc import Callable


def misbehave(mode: str, seconds: float, begun: int) -> None:
    """Before the effect is committed: `raise`, `kill` this process, `sleep`, or `burn` CPU for so long; at
    every attempt, or where the mode ends in `_first` or `_thrice`, at the first one or three.

    `begun` says which attempt this is, from 1.
    """
    what, _, when = mode.partition("_")
    if begun > UNTIL.get(when, begun):
        return
    ACTS.get(what, lambda _: None)(seconds)


def misbehave_after(mode: str, begun: int) -> None:
    """After the commit, before anybody was told: `kill_after`, or `kill_after_first` at the first attempt."""
    if mode == "kill_after" or (mode == "kill_after_first" and begun == 1):
        _kill(0)


def _raise(_: float) -> None:
    raise RuntimeError("asked to raise")


def _kill(_: float) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _burn(seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        pass


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


UNTIL = {"first": 1, "thrice": 3, "after": 0, "after_first": 0}
ACTS: dict[str, Callable[[float], None]] = {"raise": _raise, "kill": _kill, "burn": _burn, "sleep": _sleep}
