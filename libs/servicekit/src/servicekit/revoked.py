"""Keeps a process's Revocations true: hears what identity tells, and asks for what it missed."""

import threading
from typing import Any

from contracts.identity.events import sessions_revoked
from contracts.identity.rpc import list_revoked_sessions
from servicekit import clock
from servicekit.logs import log_crash
from servicekit.tokens import REMEMBER_SECONDS, Revocations

PAUSE_SECONDS = 0.3


class RevocationsKept:
    """Feeds `revocations` from `client`, an RpcClient that is not started yet."""

    def __init__(self, client: Any, revocations: Revocations):
        self._client, self._revocations = client, revocations
        self._losses = 0
        client.on_lost(self._lost)
        client.listen(sessions_revoked, self._heard, on_connected=self._catch_up)

    def _lost(self) -> None:
        self._losses += 1
        self._revocations.forget()

    def _heard(self, session_ids: list, **_: Any) -> None:
        self._revocations.add(session_ids)

    def _catch_up(self) -> None:
        """What was revoked while we could not hear; until it is known no token is honoured. An answer from
        before another loss says nothing of the time after it."""
        seen, said = self._losses, False
        while self._client.ready() and seen == self._losses:
            try:
                since = clock.later(-REMEMBER_SECONDS)
                missed = self._client.call(list_revoked_sessions, {"since": since})
            except Exception as failure:  # noqa: BLE001 - no token is honoured until this succeeds
                if not said:
                    log_crash("revocations.unknown", failure)
                said = True
                threading.Event().wait(PAUSE_SECONDS)
                continue
            self._revocations.add(missed["session_ids"])
            if seen == self._losses:
                self._revocations.loaded()
            return
