"""Events: `@hears(event)` on the listener's side, `tx.tell(event, …)` on the teller's."""

from servicekit.events.hearing import hears

__all__ = ["hears"]
