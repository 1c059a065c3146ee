"""Blocking work (hashing, PDF, files) off the event loop: through eventlet's thread pool under a
service, directly elsewhere."""

from collections.abc import Callable
from typing import Any

from servicekit.loop import is_green


def off_hub(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run `function` without stopping the event loop, and return what it returns or raise what it raises."""
    if not is_green():
        return function(*args, **kwargs)
    from eventlet import tpool

    return tpool.execute(function, *args, **kwargs)
