"""The stock side: real processes of `nameko run`, called with nameko's own proxy."""

import contextlib
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy.engine import make_url

from chaos import queues
from chaos.asked import Asked
from chaos.ledger import Ledger
from portico_local import processes
from portico_local.places import Place
from support.polling import until
from support.specimen_program import IMPORTABLE

with warnings.catch_warnings(action="ignore"):  # eventlet says at import that it is in maintenance
    from nameko.standalone.rpc import ClusterRpcProxy

NAMEKO = str(Path(sys.executable).with_name("nameko"))
CALLS_AT, LISTENS_AT = "rpc-stock", "evt-stock-effect_wanted--stock.on_effect_wanted"
NEIGHBOUR_AT = "evt-stock-neighbour_wanted--stock_listener.on_neighbour_wanted"


@dataclass(frozen=True)
class StockProcess:
    """One process of `nameko run`."""

    process: processes.Started

    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.alive()

    def stop(self) -> int | None:
        """SIGTERM, and wait for the end."""
        self.resume()
        self.process.stop()
        return self.process.exit_code()

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()

    def suspend(self) -> None:
        """SIGSTOP."""
        self.process.child.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        if self.alive():
            self.process.child.send_signal(signal.SIGCONT)

    def logs(self) -> str:
        """Everything that it has written."""
        return self.process.log.read_text(errors="replace")


class Stock:
    """Stock nameko 2.14.1."""

    listens_at = LISTENS_AT
    bound_by = ("stock.events", "effect_wanted")

    def __init__(self, amqp_url: str, database_url: str, folder: Path):
        self.amqp_url, self.ledger = amqp_url, Ledger(database_url)
        self._place = Place(folder, for_tests=True)
        self._started: list[StockProcess] = []

    def start(self, amqp_url: str | None = None, *, heartbeat: int = 5, ready: bool = True) -> StockProcess:
        """A process of the service, consuming (unless `ready` is false)."""
        had = queues.consumers(self.amqp_url, LISTENS_AT)
        process = self._run("service", amqp_url, heartbeat)
        if ready:
            self._wait_for(process, lambda: queues.consumers(self.amqp_url, LISTENS_AT) > had)
        return process

    def start_listener(self) -> StockProcess:
        """A process of the listener, consuming."""
        process = self._run("listener", None, 5)
        self._wait_for(process, lambda: queues.consumers(self.amqp_url, NEIGHBOUR_AT))
        return process

    def tell(self, key: str, mode: str = "ok", seconds: float = 0.0, to: str = "self") -> Asked:
        """Have a story recorded and dispatched."""
        return self._ask("record_story", key=key, mode=mode, seconds=seconds, to=to)

    def tell_many(self, key: str, count: int, gap: float, to: str = "self") -> Asked:
        """Have many dispatched."""
        return self._ask("record_stories", key=key, count=count, gap=gap, to=to)

    def call(self, key: str, mode: str = "ok", seconds: float = 0.0, *, deadline: float = 30.0) -> Asked:
        """Ask for an effect. nameko's proxies know no deadline."""
        return self._ask("create_effect", key=key, mode=mode, seconds=seconds)

    def call_from(self, amqp_url: str, key: str, seconds: float) -> Asked:
        """The same from a service of its own: its RpcProxy asks, and notes the answer."""
        self._run("asker", amqp_url, 5, {"ASK_KEY": key, "ASK_SECONDS": str(seconds)})
        return Asked(partial(until, lambda: self.ledger.effects(f"{key}-answered"), 60, "an answer"))

    def kept(self) -> list[bytes]:
        """What waits."""
        return queues.bodies(self.amqp_url, LISTENS_AT)

    def set_aside(self) -> list[bytes]:
        """nameko sets nothing aside."""
        return []

    def heard_by_listener(self, key: str) -> int:
        """Both stock services share a ledger."""
        return self.ledger.effects(key)

    def close(self) -> None:
        """End every process, let go of the ledger and remove the queues."""
        for started in self._started:
            started.kill()
        self.ledger.close()
        queues.delete(self.amqp_url, CALLS_AT, LISTENS_AT, NEIGHBOUR_AT)

    def _ask(self, method: str, **arguments) -> Asked:
        def call():
            with ClusterRpcProxy({"AMQP_URI": self.amqp_url}) as cluster:
                return getattr(cluster.stock, method)(**arguments)

        return Asked(call)

    def _run(
        self, module: str, amqp_url: str | None, heartbeat: int, more: dict | None = None
    ) -> StockProcess:
        number = len(self._started)
        config = self._place.root / f"config-{number}.yaml"
        config.write_text(f"AMQP_URI: '{amqp_url or self.amqp_url}'\nHEARTBEAT: {heartbeat}\n")
        argv = [NAMEKO, "run", "--config", str(config), f"chaos.stock.{module}"]
        env = {**IMPORTABLE, "LEDGER_URL": _plain(self.ledger.url), "PYTHONUNBUFFERED": "1", **(more or {})}
        process = StockProcess(processes.start(self._place, f"stock-{module}-{number}", argv, env))
        self._started.append(process)
        return process

    @staticmethod
    def _wait_for(process: StockProcess, ready) -> None:
        until(lambda: ready() or not process.alive(), 30, "the stock service to consume")
        assert process.alive(), process.logs()


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextlib.contextmanager
def stock_side(amqp_url: str, database_url: str, folder: Path) -> Iterator[Stock]:
    """A stock side for one test."""
    side = Stock(amqp_url, database_url, folder)
    try:
        yield side
    finally:
        side.close()
