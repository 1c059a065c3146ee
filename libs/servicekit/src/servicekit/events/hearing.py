"""`@hears(event)`: marks a method as a listener."""

from collections.abc import Callable

from contracts.events import Event

MARK = "_portico_hears"


def hears(*events: Event) -> Callable[[Callable], Callable]:
    """Handle `events` with this method: `method(self, work, **fields)`. It opens exactly one transaction.

    Broadcasts don't come through here: they concern a process, not a service.
    """
    if any(event.broadcast for event in events):
        raise TypeError("a broadcast is heard with RpcClient.listen")

    def mark(method: Callable) -> Callable:
        setattr(method, MARK, (*getattr(method, MARK, ()), *events))
        return method

    return mark
