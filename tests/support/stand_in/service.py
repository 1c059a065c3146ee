"""Answers which sessions were revoked: those whose broadcast it told (its outbox is filled by the test)."""

from contracts.identity import rpc
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work
from sqlalchemy import select

from support.specimen.models import Effect


class StandInService(Service):
    """Answers at identity's queue. A row in the ledger is a revoked session."""

    name = "identity"

    @serves(rpc.list_revoked_sessions)
    def list_revoked_sessions(self, work: Work, since):
        with work.transaction() as tx:
            return {"session_ids": list(tx.session.scalars(select(Effect.key)))}
