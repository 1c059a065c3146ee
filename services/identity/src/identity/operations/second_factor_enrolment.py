"""Giving an account its authenticator, and, for an operator, taking it away."""

from typing import Any

from contracts.errors import InvalidInput, NotFound, Unauthenticated
from contracts.identity.errors import SecondFactorEnrolled, SecondFactorWrong
from identity.adapters import authenticators
from identity.operations import attempts, audit, code_tries
from identity.operations.attempts import Full, Held
from identity.operations.common import (
    clear_second_factors,
    end_all_sessions,
    keyer,
    profile_of,
    tell_revoked,
)
from identity.operations.current_password import prove
from identity.operations.second_factor import Seen, look, new_recovery_codes, proved_session
from identity.repository import accounts, second_factor, sessions
from identity.rules import budgets, names, totp
from identity.rules.codes import typed_code
from servicekit import clock
from servicekit.work import Tx, Work

START, CONFIRM, RESET = "start_authenticator", "confirm_authenticator", "reset_second_factor"


def start_authenticator(work: Work, current_password: str | None = None) -> dict[str, Any]:
    """A new key for the viewer's authenticator; an earlier one that was not confirmed is over.

    A session that does everything without a second factor may be a stolen one: the password is asked for.
    Returns the fields of `AuthenticatorStarted`.

    Raises SecondFactorEnrolled, CurrentPasswordWrong, RateLimited, and InvalidInput without a password.
    """
    if not work.viewer.second_factor_due:
        _prove(work, current_password)
    secret = totp.new_secret()
    with work.transaction() as tx:
        account = look(work, tx).account
        if account is None:
            raise Unauthenticated()
        sealed = authenticators.seal(work.sealer, secret)
        if not second_factor.start(tx.session, work.viewer, sealed, clock.now()):
            raise SecondFactorEnrolled()
        username = profile_of(work, account).username
        answer = tx.answer({"secret": secret, "uri": totp.address(secret, username)})
        audit.record(work, tx, START, audit.DONE, account.id)
        return answer


def confirm_authenticator(work: Work, code: str) -> dict[str, Any]:
    """Make the key count, with a code that its authenticator shows; this session is proved, the others end.

    Returns the fields of `AuthenticatorConfirmed`.

    Raises NotFound when none was started, SecondFactorEnrolled, SecondFactorWrong, RateLimited.
    """
    held = _reserve(work)
    seen: Seen = held.seen
    if seen.account is None:
        raise Unauthenticated()
    if seen.authenticator is None:
        code_tries.refuse_stale(work, held, CONFIRM, NotFound())
    if seen.enrolled:
        code_tries.refuse_stale(work, held, CONFIRM, SecondFactorEnrolled())
    held.check()
    step = authenticators.step_of(work.sealer, seen.authenticator, typed_code(code), clock.now())
    if step is None:
        _refuse(work, held)
    return _enrol(work, held, step)


def reset_second_factor(work: Work, username: str) -> bool:
    """For an operator: take the second factor away and log out everywhere. The next log-in sets up another.

    False when there is no such account.
    """
    now, name_key = clock.now(), keyer(work).key("username", names.username(username))
    with work.transaction() as tx:
        account = accounts.by_name(tx.session, work.viewer, name_key)
        if account is None:
            return False
        had_one = second_factor.remove(tx.session, work.viewer, account.id)
        clear_second_factors(work, tx, account.id, now)
        end_all_sessions(work, tx, account.id, now, RESET)
        audit.record(work, tx, RESET, audit.DONE, account.id, had_one=had_one)
        return True


def _prove(work: Work, current_password: str | None) -> None:
    with work.reading() as session:
        if Seen(None, second_factor.own(session, work.viewer)).enrolled:
            raise SecondFactorEnrolled()
    if current_password is None:
        raise InvalidInput(fields={"current_password": ["field.required"]})
    prove(work, START, current_password)


def _reserve(work: Work) -> Held:
    """A budget that locks nothing: who enrols has just been shown the key."""
    claims = budgets.code_try(work.settings, keyer(work), "authenticator", str(work.viewer.account_id))
    try:
        return attempts.reserve(work, claims, look=lambda tx: look(work, tx))
    except Full as full:
        audit.record_refused(work, CONFIRM, work.viewer.account_id, reason="attempts")
        raise attempts.rate_limited(full) from None


def _refuse(work: Work, held: Held) -> None:
    with work.transaction() as tx:
        after = held.fail(work, tx)
        audit.record(work, tx, CONFIRM, audit.REFUSED, work.viewer.account_id, reason="wrong")
    left = min((standing.cap - standing.lost for standing in after.values()), default=0)
    raise SecondFactorWrong(attempts_left=max(0, left))


def _enrol(work: Work, held: Held, step: int) -> dict[str, Any]:
    now, seen = clock.now(), held.seen
    with work.transaction() as tx:
        held.succeed(work, tx)
        if second_factor.confirm(tx.session, work.viewer, seen.authenticator, step, now):
            return _enrolled(work, tx, seen)
    raise SecondFactorEnrolled()


def _enrolled(work: Work, tx: Tx, seen: Seen) -> dict[str, Any]:
    now = clock.now()
    made = new_recovery_codes(work, tx, now)
    ended = sessions.end_others(tx.session, work.viewer, now, CONFIRM)
    tell_revoked(tx, seen.account.id, ended, CONFIRM)
    answer = tx.answer(made | {"tokens": proved_session(work, tx, now)})
    audit.record(work, tx, CONFIRM, audit.DONE, seen.account.id)
    return answer
