"""Answers which sessions were revoked: those whose broadcast it told (its outbox is filled by the test)."""

from dataclasses import replace

from sqlalchemy import select

from contracts.identity import rpc
from contracts.procedures import ANYONE
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work
from support.specimen.models import Effect

ASKED_BY_ANYONE = replace(rpc.list_revoked_sessions, allow=frozenset({ANYONE}))
"""The specimen is none of the services that identity knows."""


class StandInService(Service):
    """Answers at identity's queue. A row in the ledger is a revoked session."""

    name = "identity"

    @serves(ASKED_BY_ANYONE)
    def list_revoked_sessions(self, work: Work, since):
        with work.transaction() as tx:
            return {"session_ids": list(tx.session.scalars(select(Effect.key)))}
