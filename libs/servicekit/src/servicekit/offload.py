"""Blocking work (hashing, PDF, files) off the event loop: through eventlet's thread pool under a
service, directly elsewhere."""

import os
import threading
from collections.abc import Callable
from typing import Any

from servicekit.loop import is_green

NICENESS = 10


def off_hub(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run `function` without stopping the event loop, and return what it returns or raise what it raises."""
    if not is_green():
        return function(*args, **kwargs)
    from eventlet import tpool

    return tpool.execute(_behind_the_loops, function, *args, **kwargs)


def _behind_the_loops(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """On Linux a thread has a niceness of its own: heavy work gets the processor when no call wants it."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    return function(*args, **kwargs)
