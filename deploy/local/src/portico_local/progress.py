"""What is shown while it starts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say that something begins, and how long it took."""
    say(f"  {what} …")
    began = time.monotonic()
    yield
    say(f"  {what}: ready ({time.monotonic() - began:.1f} s)")


def say(line: str) -> None:
    """One line, at once."""
    print(line, flush=True)
