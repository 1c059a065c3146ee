"""Acting for one Provider ID at a time (R030–R037): choosing a context, and the end of one.

Which contexts there are is the provider directory's; identity writes the chosen one into the tokens of the
session. A context that ends takes no session with it: tokens with it are refused everywhere, the next ones
are without.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.errors import NotFound, Unauthenticated
from identity.adapters import directory
from identity.operations import audit, tokens
from identity.operations.common import tell_revoked
from identity.repository import contexts, sessions
from servicekit import clock
from servicekit.work import Work

ACTION = "change_context"


def change_context(work: Work, context_id: UUID | None) -> dict[str, Any]:
    """Act in this context from now on, or in none; the fields of `Tokens`.

    Raises NotFound when it is not the context of an active link of the viewer's.
    """
    if context_id is not None:
        directory.check_context(work, context_id)
    now = clock.now()
    with work.transaction() as tx:
        renewed = sessions.renew(tx.session, work.viewer, now, context_id=context_id)
        if renewed is None:
            raise Unauthenticated()
        if renewed.acting_in != context_id:  # it ended after the directory answered
            raise NotFound()
        answer = tx.answer(tokens.write(work, renewed, now))
        audit.record(work, tx, ACTION, audit.DONE, work.viewer.account_id, context=_text(context_id))
        return answer


def end_contexts(work: Work, context_ids: Sequence[UUID], account_id: UUID, reason: str) -> None:
    """These are over: sessions leave them, and no process may honour tokens with them.

    A session that enters one at this moment keeps its id and gets no token with it: none is written for a
    context that is over, and one that was written a moment ago is refused for as long as it lives.
    """
    with work.transaction() as tx:
        if not context_ids:
            return
        contexts.end(tx.session, work.viewer, context_ids, clock.now())
        sessions.leave_contexts(tx.session, work.viewer, context_ids)
        tell_revoked(tx, account_id, list(context_ids), reason)
        audit.record(work, tx, "end_contexts", audit.DONE, account_id, count=len(context_ids))


def _text(context_id: UUID | None) -> str | None:
    return str(context_id) if context_id else None
