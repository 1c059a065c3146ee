"""Tries at what a peer compares: counted here before the peer looks, settled when it has looked (R015)."""

from typing import Any
from uuid import UUID

from contracts.identity.errors import AttemptsUsedUp
from identity.operations import attempts, audit
from identity.operations.attempts import Full
from identity.operations.common import keyer
from identity.repository import attempts as questions
from identity.rules import budgets
from identity.rules.budgets import ACCOUNT, Claim
from servicekit import clock
from servicekit.work import Work


def reserve_attempt(work: Work, purpose: str, account_id: UUID, subject: str) -> dict[str, Any]:
    """The fields of `TryReserved`. Raises AttemptsUsedUp when the account has no try left, RateLimited when
    others used up those at this subject or from this address."""
    try:
        held = attempts.reserve(work, _claims(work, account_id, subject))
    except Full as full:
        audit.record_refused(work, "reserve_attempt", account_id, of=purpose, reason=full.standing.purpose)
        if full.standing.purpose == ACCOUNT:
            raise AttemptsUsedUp() from None
        raise attempts.rate_limited(full) from None
    return {"attempt_id": held.id, "until": held.until}


def record_attempt(
    work: Work, purpose: str, account_id: UUID, subject: str, attempt_id: UUID, right: bool
) -> dict[str, Any]:
    """How the try was; a second time it changes nothing."""
    claims = _claims(work, account_id, subject)
    settled = {claim.budget.purpose for claim in claims} if right else ()
    with work.transaction() as tx:
        standing = questions.settle(tx.session, work.viewer, attempt_id, claims, settled, clock.now())
        outcome = audit.DONE if right else audit.REFUSED
        audit.record(work, tx, "record_attempt", outcome, account_id, of=purpose)
    return {"used_up": ACCOUNT in standing and standing[ACCOUNT].full}


def unlock_attempts(work: Work, purpose: str, account_id: UUID, by_account_id: UUID, reason: str) -> None:
    """Give the account all its tries back."""
    subject = budgets.association_subject(keyer(work), str(account_id))
    now = clock.now()
    with work.transaction() as tx:
        questions.forgive(tx.session, work.viewer, budgets.ASSOCIATION, [subject], now, though_full=True)
        sealed = audit.sealed(work, reason)
        by = str(by_account_id)
        audit.record(work, tx, "unlock_attempts", audit.DONE, account_id, of=purpose, by=by, reason=sealed)


def _claims(work: Work, account_id: UUID, subject: str) -> list[Claim]:
    return budgets.association(work.settings, keyer(work), str(account_id), subject, work.client.address)
