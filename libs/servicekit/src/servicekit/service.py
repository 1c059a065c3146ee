"""The base class of a service's door. It says nothing of eventlet or nameko; `door.py` builds on it what
nameko runs."""

from typing import Any, ClassVar

from contracts.events import Event
from contracts.procedures import Procedure
from servicekit.events import hearing
from servicekit.rpc import serving


class Service:
    """Subclass it, set `name`, and mark methods with `@serves`, `@hears` or `@every`.

    `self.kit` is the process's Kit.
    """

    name: ClassVar[str] = ""
    kit: Any = None

    @classmethod
    def served(cls) -> dict[str, Procedure]:
        """The procedures this service answers, by method name."""
        return {name: getattr(method, serving.MARK) for name, method in _marked(cls, serving.MARK)}

    @classmethod
    def heard(cls) -> list[Event]:
        """The events this service hears."""
        return [event for _, method in _marked(cls, hearing.MARK) for event in getattr(method, hearing.MARK)]


def _marked(cls: type, mark: str):
    return [
        (name, method)
        for name, method in sorted(vars(cls).items())
        if callable(method) and hasattr(method, mark)
    ]
