"""Work that comes round by itself: `@every(seconds)`."""

import random
from collections.abc import Callable

MARK = "_portico_every"


def every(seconds: float, at_once: int = 1) -> Callable[[Callable], Callable]:
    """Run the method `method(self, work)` every so many seconds (with a little jitter), at most `at_once`
    runs at a time per process, and at once when `work.wake(name, tx)` names it. It may run in several
    processes at once and must bear that. An exception is logged and the next turn comes all the same."""

    def mark(method: Callable) -> Callable:
        setattr(method, MARK, (seconds, at_once))
        return method

    return mark


def jittered(seconds: float) -> float:
    """Within ten per cent, so that processes that started together drift apart."""
    return seconds * random.uniform(0.9, 1.1)
