"""What a scenario needs of a side, so that the same scenario drives stock nameko and ours."""

from typing import Protocol

from chaos.asked import Asked
from chaos.ledger import Ledger


class Process(Protocol):
    """A running process of a side."""

    def alive(self) -> bool: ...
    def stop(self) -> int | None: ...
    def kill(self) -> None: ...
    def suspend(self) -> None: ...
    def resume(self) -> None: ...


class Side(Protocol):
    """A service that answers calls, tells events and hears them, with a ledger of effects.

    For `mode` and `seconds` see `support.specimen.behaviour`. A story `key` wants the effect `<key>-heard`.
    """

    ledger: Ledger
    amqp_url: str
    listens_at: str  # the queue of the events it hears
    bound_by: tuple[str, str]  # the exchange and routing key that lead there

    def start(self, amqp_url: str | None = None, *, heartbeat: int = 5, ready: bool = True) -> Process:
        """A process of the service, consuming (or not yet); `amqp_url` is another way to the broker."""

    def start_listener(self) -> Process:
        """A process of another service that hears stories told with `tell(…, to="neighbour")`."""

    def tell(self, key: str, mode: str = "ok", seconds: float = 0.0, to: str = "self") -> Asked:
        """Ask the service to record a story and tell it."""

    def tell_many(self, key: str, count: int, gap: float, to: str = "self") -> Asked:
        """Ask for the stories `<key>-0` …, one after the other."""

    def call(self, key: str, mode: str = "ok", seconds: float = 0.0, *, deadline: float = 30.0) -> Asked:
        """Ask for an effect."""

    def call_from(self, amqp_url: str, key: str, seconds: float) -> Asked:
        """The same, from a caller that reaches the broker at `amqp_url` and works there for `seconds`."""

    def kept(self) -> list[bytes]:
        """The bodies of all events that the broker holds for the service: waiting, or set aside."""

    def set_aside(self) -> list[bytes]:
        """Those of them that are set aside, after their last try."""

    def heard_by_listener(self, key: str) -> int:
        """How often the effect happened at the other service."""
