"""Our side: the specimen on servicekit."""

from collections.abc import Callable
from functools import partial

from chaos import queues
from chaos.asked import Asked
from chaos.ledger import Ledger
from servicekit.rpc.client import RpcClient
from servicekit.topology import call_queue, listener_queue, parked_queue, retry_exchange
from support.running import Running
from support.specimen import contract

RETRY_DELAYS = (0.2, 0.5)
MAX_ATTEMPTS = 3
QUEUES = [
    *(call_queue(service) for service in ("specimen", "neighbour", "identity")),
    *(parked_queue(service) for service in ("specimen", "neighbour", "stand_in")),
    *(retry_exchange(delay) for delay in RETRY_DELAYS),
    listener_queue("specimen", contract.effect_wanted),
    listener_queue("neighbour", contract.neighbour_wanted),
    listener_queue("neighbour", contract.nobody_told),
]


class Ours:
    """The specimen in real processes; calls come from this process, as they would from the gateway."""

    listens_at = listener_queue("specimen", contract.effect_wanted)
    bound_by = (contract.effect_wanted.exchange, contract.effect_wanted.key)

    def __init__(self, amqp_url: str, databases: Callable[[str], str], start: Callable, client_for: Callable):
        self.amqp_url, self._start, self._client_for = amqp_url, start, client_for
        self._databases = databases
        self.database_url = databases("specimen")
        self.ledger = Ledger(self.database_url)
        self._neighbour: Ledger | None = None
        self._clients: dict[str, RpcClient] = {}
        self._started: list[Running] = []
        self.env: dict[str, str] = {}

    def start(
        self, amqp_url: str | None = None, *, heartbeat: int = 5, ready: bool = True, **env: str
    ) -> Running:
        """A process of the specimen, ready (unless `ready` is false); more settings by name."""
        return self._run("specimen", self.database_url, amqp_url, heartbeat, env, ready)

    @property
    def neighbour(self) -> Ledger:
        """What the neighbour did; the same for all its processes."""
        self._neighbour = self._neighbour or Ledger(self._databases("neighbour"))
        return self._neighbour

    def start_listener(self, **env: str) -> Running:
        """A process of the neighbour, ready."""
        return self._run("neighbour", self.neighbour.url, env.pop("AMQP_URL", None), 5, env)

    def client(self, amqp_url: str | None = None, **options) -> RpcClient:
        """The gateway's client; the same one for the same way to the broker."""
        url = amqp_url or self.amqp_url
        if url not in self._clients or options:
            self._clients[url] = self._client_for({**self.env, "AMQP_URL": url}, **options)
        return self._clients[url]

    def tell(self, key: str, mode: str = "ok", seconds: float = 0.0, to: str = "self") -> Asked:
        """Have a story recorded and told."""
        asked = {"key": key, "mode": mode, "seconds": seconds, "note": to}
        return Asked(partial(self.client().call, contract.record_story, asked, idempotency_key=f"tell-{key}"))

    def tell_many(self, key: str, count: int, gap: float, to: str = "self") -> Asked:
        """Have many told."""
        asked = {"key": key, "count": count, "gap": gap, "to": to}
        call = partial(self.client().call, contract.record_stories, asked, idempotency_key=f"tell-{key}")
        return Asked(call)

    def call(self, key: str, mode: str = "ok", seconds: float = 0.0, *, deadline: float = 30.0) -> Asked:
        """Ask for an effect, with an idempotency key."""
        return self._ask(self.client(), key, mode, seconds, deadline)

    def call_from(self, amqp_url: str, key: str, seconds: float) -> Asked:
        """The same by another way to the broker."""
        return self._ask(self.client(amqp_url), key, "sleep_first", seconds, 30.0)

    def kept(self) -> list[bytes]:
        """What waits, is delayed, or is parked."""
        waiting = queues.bodies(self.amqp_url, self.listens_at, *map(retry_exchange, RETRY_DELAYS))
        return waiting + self.set_aside()

    def set_aside(self) -> list[bytes]:
        """What is parked."""
        return queues.bodies(self.amqp_url, parked_queue("specimen"))

    def heard_by_listener(self, key: str) -> int:
        """Effects at the neighbour."""
        return self.neighbour.effects(key)

    def close(self) -> None:
        """End every process, in no order: what a test wants of an orderly end it asks for itself."""
        for process in self._started:
            process.kill()
        for ledger in (self.ledger, self._neighbour):
            if ledger is not None:
                ledger.close()

    def clean(self) -> None:
        """Leave no queue behind."""
        queues.delete(self.amqp_url, *QUEUES)

    def _ask(self, client: RpcClient, key: str, mode: str, seconds: float, deadline: float) -> Asked:
        asked = {"key": key, "mode": mode, "seconds": seconds}
        return Asked(
            partial(
                client.call, contract.create_effect, asked, deadline=deadline, idempotency_key=f"call-{key}"
            )
        )

    def _run(
        self,
        name: str,
        database_url: str,
        amqp_url: str | None,
        heartbeat: int,
        env: dict,
        ready: bool = True,
    ) -> Running:
        started = self._start(
            name,
            {
                "AMQP_URL": amqp_url or self.amqp_url,
                f"{name.upper()}_DATABASE_URL": database_url,
                "PORTICO_HEARTBEAT": str(heartbeat),
                "PORTICO_RETRY_DELAYS": ",".join(map(str, RETRY_DELAYS)),
                "PORTICO_MAX_ATTEMPTS": str(MAX_ATTEMPTS),
                **env,
            },
            ready=False,
        )
        self._started.append(started)
        return started.wait_ready() if ready else started
