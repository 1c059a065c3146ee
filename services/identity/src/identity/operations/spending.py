"""Using up a budget where the use itself, a mail or an answer, is what must stay rare."""

from collections.abc import Sequence
from uuid import UUID

from identity.operations import attempts, audit
from identity.operations.attempts import Full
from identity.rules.budgets import Claim
from servicekit.work import Work


def spend(work: Work, action: str, claims: Sequence[Claim], account_id: UUID | None = None) -> None:
    """Use up one of each budget for an action, of an account where one is known. Raises RateLimited, noted in
    the audit trail with the budget that was full."""
    try:
        attempts.spend(work, claims)
    except Full as full:
        audit.record_refused(work, action, account_id, reason=full.standing.purpose)
        raise attempts.rate_limited(full) from None
