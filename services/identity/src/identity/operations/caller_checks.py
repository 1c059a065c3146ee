"""Who acts for a caller has verified the caller before, and has written down how (R178, R181, R224)."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound, RateLimited
from contracts.identity.errors import CallerNotVerified
from identity.operations import attempts, audit
from identity.operations.attempts import Full
from identity.repository import attempts as attempts_questions
from identity.repository import support
from identity.rules.budgets import Claim
from identity.rules.states import shown
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "record_caller_check"


@dataclass(frozen=True, slots=True)
class Acting:
    """A transaction in which a specialist acts for an account's owner."""

    work: Work
    tx: Tx
    account: Row
    action: str
    check_id: UUID | None = None

    def spend(self, claims: Sequence[Claim]) -> None:
        """Use up one of each budget, if the act is done. Raises RateLimited."""
        session, viewer = self.tx.session, self.work.viewer
        full = attempts_questions.reserve(session, viewer, uuid.uuid4(), claims, clock.now())
        for standing in full.values():
            raise attempts.rate_limited(Full(standing))

    def record(self, reason: str, **details: Any) -> None:
        """Write the act down with its reason, sealed, and the check that allows it: the last thing to do."""
        account = self.account
        before = shown(account.state, account.locked_at is not None, account.must_reset)
        check = {"check": str(self.check_id)} if self.check_id else {}
        details |= check | {"before": before, "reason": audit.sealed(self.work, reason)}
        audit.record(self.work, self.tx, self.action, audit.DONE, account.id, **details)


def record_caller_check(
    work: Work, account_id: UUID, verified: Sequence[str], note: str | None = None
) -> dict[str, Any]:
    """Write down by what the caller was verified. Returns `CallerChecked`; raises NotFound."""
    id, now, items = uuid.uuid4(), clock.now(), sorted(set(verified))
    with work.transaction() as tx:
        account = found(work, tx, account_id)
        sealed = audit.sealed(work, note) if note else None
        check = {"id": id, "account_id": account.id, "verified": items, "note": sealed, "made_at": now}
        support.add_check(tx.session, work.viewer, **check)
        answer = {"check_id": id, "valid_until": now + work.settings.caller_check_lifetime}
        tx.answer(answer)
        audit.record(work, tx, ACTION, audit.DONE, account.id, check=str(id), verified=items)
        return answer


@contextmanager
def for_caller(work: Work, action: str, account_id: UUID) -> Iterator[Acting]:
    """A transaction in which the viewer may act for the owner of an account, which is locked.

    Raises NotFound, CallerNotVerified. That, and RateLimited, is written down as a refusal.
    """
    try:
        with work.transaction() as tx:
            account = found(work, tx, account_id)
            since = clock.now() - work.settings.caller_check_lifetime
            check = support.newest_check(tx.session, work.viewer, account.id, since)
            if check is None:
                raise CallerNotVerified()
            yield Acting(work, tx, account, action, check.id)
    except (CallerNotVerified, RateLimited) as refused:
        audit.record_refused(work, action, account_id, reason=refused.code.rpartition(".")[2])
        raise


def found(work: Work, tx: Tx, account_id: UUID) -> Row:
    """An account that the viewer helps with, locked. Raises NotFound."""
    account = support.account(tx.session, work.viewer, account_id)
    if account is None:
        raise NotFound()
    return account
