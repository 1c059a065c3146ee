"""Everything a process of a service holds once: database, seals, tokens, the peers' client, the relay."""

from typing import Any

from servicekit.callers import caller_key
from servicekit.config import Settings
from servicekit.publisher import ConfirmedPublisher
from servicekit.revoked import RevocationsKept
from servicekit.rpc.client import RpcClient
from servicekit.seal import Sealer
from servicekit.store import Database
from servicekit.tokens import AccessTokens, Revocations
from servicekit.work import Work


class Kit:
    """What `Work` leans on. Build it once per process; `connect` only where calls are made or answered."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.sealer = Sealer.parse(settings.seal_keys)
        self.database = Database(
            settings.database_url, self.sealer, pool_size=settings.pool_size, application=settings.service
        )
        self.revocations = Revocations()
        self.tokens = AccessTokens(settings.verify_keys, self.revocations)
        self.publisher = ConfirmedPublisher(settings.amqp_url)
        self.client = RpcClient(
            settings.amqp_url,
            caller=settings.service,
            caller_key=caller_key(settings.call_key, settings.service),
            sealer=self.sealer,
        )
        self._jobs: dict[str, Any] = {}
        RevocationsKept(self.client, self.revocations)

    def work(self, **kwargs: Any) -> Work:
        """A Work for a job, a command or a test; fields of `Work` by name."""
        return Work(self, **kwargs)

    def add_job(self, name: str, waker: Any) -> None:
        """`waker.wake()` makes the job named `name` run at once."""
        self._jobs[name] = waker

    def wake(self, name: str) -> None:
        """Run a job now; a process without that job leaves it to the next sweep elsewhere."""
        if name in self._jobs:
            self._jobs[name].wake()

    def close(self) -> None:
        """Let go of broker and database."""
        self.client.close()
        self.publisher.close()
        self.database.close()
