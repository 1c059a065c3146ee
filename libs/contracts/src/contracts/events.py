"""An event is data, too: past tense, versioned, told on `<service>.events`."""

import re
from dataclasses import dataclass

from contracts.wire import Wire


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in `service`. `name` is past tense; a changed shape is a new version.

    `broadcast` events reach every process of a listener (caches, revocations) and are not stored;
    all others reach each listening service once, however many processes it has.
    """

    service: str
    name: str
    carries: type[Wire]
    version: int = 1
    broadcast: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z]+(_[a-z]+)+", self.name):
            raise ValueError(f"{self.name}: an event is noun_verb in the past tense")

    @property
    def key(self) -> str:
        """`pcp_changed.v1`: the routing key."""
        return f"{self.name}.v{self.version}"

    @property
    def exchange(self) -> str:
        """The topic exchange it is told on."""
        return f"{self.service}.events"
