"""Trying a one-time code (R080): how each outcome is told."""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from contracts.errors import ContractError
from contracts.identity.errors import CodeAttemptsExhausted, CodeExpired, CodeUsed, CodeWrong
from identity.operations import attempts, audit
from identity.operations.attempts import Full, Held
from identity.operations.common import keyer
from identity.rules import budgets
from servicekit.work import Tx, Work


def reserve(work: Work, purpose: str, subject: str, look: Callable[[Tx], Any]) -> Held:
    """Reserve a try at a flow's code. Raises CodeAttemptsExhausted."""
    claims = budgets.code_try(work.settings, keyer(work), purpose, subject)
    try:
        return attempts.reserve(work, claims, look=look)
    except Full as full:
        audit.record_refused(work, f"{purpose}_code", reason="attempts")
        raise CodeAttemptsExhausted(retry_after=full.retry_after or 3600) from None


def fits(work: Work, purpose: str, subject: UUID, code: str, code_key: bytes) -> bool:
    """Whether the typed code is the stored one."""
    return hmac.compare_digest(keyer(work).code(purpose, subject, code), code_key)


def staleness(used_at: datetime | None, expires_at: datetime, now: datetime) -> ContractError | None:
    """Why a code that fits is good for nothing any more, or None."""
    if used_at is not None:
        return CodeUsed()
    return CodeExpired() if expires_at <= now else None


def refuse_wrong(work: Work, held: Held, action: str) -> NoReturn:
    """Count a wrong code and say how many tries are left. Raises CodeWrong."""
    with work.transaction() as tx:
        after = held.fail(work, tx)
        audit.record(work, tx, action, audit.REFUSED, reason="wrong")
    left = min((max(0, standing.cap - standing.lost) for standing in after.values()), default=0)
    raise CodeWrong(attempts_left=left)


def refuse_stale(work: Work, held: Held, action: str, why: ContractError) -> NoReturn:
    """A right code that came too late, or again: no guess, so no failure. Raises `why`."""
    with work.transaction() as tx:
        held.succeed(work, tx)
        audit.record(work, tx, action, audit.REFUSED, reason=why.code.rpartition(".")[2])
    raise why
