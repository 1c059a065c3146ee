"""The second factor: proving a session with a code of the authenticator, or a recovery code in its place.

Tries have a budget of their own, taken before anything is compared: who knows a password must not be able to
guess six digits. The last wrong one locks the account and ends the sessions that guessed. The budget is given
back by a right code, and by staff who unlock; no password and no mail does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import Row

from contracts.errors import NotFound, Unauthenticated
from contracts.identity import events
from contracts.identity.errors import SecondFactorWrong
from contracts.identity.second_factor import RECOVERY_CODES
from identity.adapters import authenticators
from identity.operations import attempts, audit, code_tries, tokens
from identity.operations.attempts import Full, Held
from identity.operations.common import keyer, recipient, tell_locked, tell_revoked
from identity.repository import accounts, second_factor, sessions
from identity.rules import budgets, recovery_codes, totp
from identity.rules.states import AccountState
from servicekit import clock
from servicekit.work import Tx, Work

CONFIRM, CHANGE_CODES = "confirm_second_factor", "change_recovery_codes"
AUTHENTICATOR, RECOVERY = "authenticator", "recovery_code"


@dataclass(frozen=True, slots=True)
class Seen:
    """The viewer's account if it is active, and its authenticator if it has one."""

    account: Row | None
    authenticator: Row | None

    @property
    def enrolled(self) -> bool:
        """Whether the authenticator counts."""
        return self.authenticator is not None and self.authenticator.confirmed_at is not None


def get_second_factor(work: Work) -> dict[str, Any]:
    """The fields of `SecondFactor`."""
    with work.reading() as session:
        found = Seen(None, second_factor.own(session, work.viewer))
        left = second_factor.recovery_codes_left(session, work.viewer)
    return {"enrolled": found.enrolled, "recovery_codes_left": left}


def confirm_second_factor(work: Work, code: str) -> dict[str, Any]:
    """Prove the session that asks; the fields of `Tokens`. Raises NotFound when there is no authenticator,
    SecondFactorWrong, RateLimited."""
    return _prove(work, CONFIRM, code, lambda tx, now: proved_session(work, tx, now))


def change_recovery_codes(work: Work, code: str) -> dict[str, Any]:
    """New recovery codes in place of all others; the fields of `RecoveryCodes`. Raises as above."""
    return _prove(work, CHANGE_CODES, code, lambda tx, now: new_recovery_codes(work, tx, now))


def proved_session(work: Work, tx: Tx, now: datetime) -> dict[str, Any]:
    """The tokens of the viewer's session, which is proved now. Raises Unauthenticated when it is over."""
    renewed = sessions.renew(tx.session, work.viewer, now, proved_at=now)
    if renewed is None:
        raise Unauthenticated()
    return tokens.write(work, renewed, now)


def new_recovery_codes(work: Work, tx: Tx, now: datetime) -> dict[str, Any]:
    """Write new recovery codes, and show them this once."""
    made = recovery_codes.new_codes(RECOVERY_CODES)
    keys = [_code_key(work, code) for code in made]
    second_factor.put_recovery_codes(tx.session, work.viewer, keys, now)
    return {"recovery_codes": made}


def look(work: Work, tx: Tx) -> Seen:
    """What a try is about."""
    account = accounts.own(tx.session, work.viewer)
    active = account is not None and account.state == AccountState.ACTIVE
    return Seen(account if active else None, second_factor.own(tx.session, work.viewer))


def _prove(
    work: Work, action: str, code: str, do: Callable[[Tx, datetime], dict[str, Any]]
) -> dict[str, Any]:
    held = _reserve(work, action)
    seen: Seen = held.seen
    if seen.account is None:
        raise Unauthenticated()
    if not seen.enrolled:
        code_tries.refuse_stale(work, held, action, NotFound())
    held.check()
    answer = _answer(work, held, action, code, do)
    if answer is None:
        _refuse(work, held, action)
    return answer


def _reserve(work: Work, action: str) -> Held:
    claims = budgets.second_factor(work.settings, keyer(work), str(work.viewer.account_id))
    try:
        return attempts.reserve(work, claims, look=lambda tx: look(work, tx))
    except Full as full:
        audit.record_refused(work, action, work.viewer.account_id, reason="attempts")
        raise attempts.rate_limited(full) from None


def _answer(
    work: Work, held: Held, action: str, code: str, do: Callable[[Tx, datetime], dict[str, Any]]
) -> dict[str, Any] | None:
    """What `do` gives, in the transaction that uses the code up; None when the code is wrong."""
    now, account = clock.now(), held.seen.account
    with work.transaction() as tx:
        by = _use(work, tx, held.seen, code, now)
        if by is None:
            return None
        held.succeed(work, tx)
        answer = tx.answer(do(tx, now))
        if by == RECOVERY:
            tx.tell(events.recovery_code_used, about=account.id, **recipient(work, account))
        audit.record(work, tx, action, audit.DONE, account.id, by=by)
        return answer


def _use(work: Work, tx: Tx, seen: Seen, code: str, now: datetime) -> str | None:
    """By what the code proves its owner; it is used up then. None when it is wrong."""
    authenticators.CHECKS.inc()
    typed = recovery_codes.typed(code)
    if not totp.is_code(typed):
        key = _code_key(work, typed)
        used = second_factor.use_recovery_code(tx.session, work.viewer, key, now)
        return RECOVERY if used else None
    step = authenticators.step_of(work.sealer, seen.authenticator, typed, now)
    used = step is not None and second_factor.use_step(tx.session, work.viewer, seen.authenticator, step)
    return AUTHENTICATOR if used else None


def _refuse(work: Work, held: Held, action: str) -> NoReturn:
    """Count a wrong code; the last one that is allowed locks. Raises SecondFactorWrong."""
    account, now = held.seen.account, clock.now()
    with work.transaction() as tx:
        left = min((standing.cap - standing.lost for standing in held.fail(work, tx).values()), default=0)
        if left == 0:
            accounts.mark_locked(tx.session, work.viewer, account.id, now)
            ended = sessions.end_guessing(tx.session, work.viewer, now)
            tell_revoked(tx, account.id, ended, "second_factor")
            tell_locked(work, tx, account, now)
        audit.record(work, tx, action, audit.REFUSED, account.id, reason="wrong", locks=left == 0)
    raise SecondFactorWrong(attempts_left=max(0, left))


def _code_key(work: Work, code: str) -> bytes:
    account_id = str(work.viewer.account_id)
    return keyer(work).key("recovery-code", account_id, recovery_codes.typed(code))
