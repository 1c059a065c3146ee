"""Everything a process of a service holds once: database, seals, tokens, the peers' client, the relay."""

import threading
from typing import Any

from contracts.identity.events import sessions_revoked
from contracts.identity.rpc import list_revoked_sessions
from servicekit import clock
from servicekit.callers import caller_key
from servicekit.config import Settings
from servicekit.logs import log_crash
from servicekit.publisher import ConfirmedPublisher
from servicekit.rpc.client import RpcClient
from servicekit.seal import Sealer
from servicekit.store import Database
from servicekit.tokens import REMEMBER_SECONDS, AccessTokens, Revocations
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
        self.client.on_lost(self.revocations.forget)
        self.client.listen(sessions_revoked, self._revoked, on_connected=self._catch_up)

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

    def _revoked(self, account_id, session_ids, reason) -> None:
        self.revocations.add(str(sid) for sid in session_ids)

    def _catch_up(self) -> None:
        """After a (re)connection: what was revoked while we could not hear."""
        while self.client.ready():
            try:
                since = clock.later(-REMEMBER_SECONDS)
                found = self.client.call(list_revoked_sessions, {"since": since})
            except Exception as failure:  # noqa: BLE001 - no token is honoured until this succeeds
                log_crash("revocations.unknown", failure)
                threading.Event().wait(0.3)
                continue
            self.revocations.add(str(sid) for sid in found["session_ids"])
            self.revocations.loaded()
            return
