"""Tries at provider records, counted by identity before we look (R015)."""

from uuid import UUID

from contracts.identity import attempts as contract
from servicekit.work import Work

PURPOSE = "association"


def reserve(work: Work, subject: str) -> UUID:
    """Count a try. Raises AttemptsUsedUp, RateLimited, Unavailable."""
    return work.peers.call(contract.reserve_attempt, **_of(work, subject))["attempt_id"]


def record(work: Work, subject: str, attempt_id: UUID, *, right: bool) -> bool:
    """How the try was. Answers whether it was the account's last one."""
    told = {"attempt_id": attempt_id, "right": right}
    return work.peers.call(contract.record_attempt, **_of(work, subject), **told)["used_up"]


def free(work: Work, account_id: UUID, reason: str) -> None:
    """Give an account all its tries back."""
    work.peers.call(
        contract.unlock_attempts,
        purpose=PURPOSE,
        account_id=account_id,
        by_account_id=work.viewer.account_id,
        reason=reason,
    )


def _of(work: Work, subject: str) -> dict:
    return {"purpose": PURPOSE, "account_id": work.viewer.account_id, "subject": subject}
