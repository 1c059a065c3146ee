"""Asking for the current password again: a stolen session must be a way neither to guess it nor around it."""

from typing import NoReturn

from sqlalchemy import Row

from contracts.errors import Unauthenticated
from contracts.identity.errors import CurrentPasswordWrong
from identity.adapters import passwords
from identity.operations import attempts, audit
from identity.operations.attempts import Full, Held
from identity.operations.common import keyer
from identity.repository import accounts
from identity.rules import budgets
from servicekit.work import Work


def prove(work: Work, action: str, current_password: str) -> Row:
    """The viewer's account, if this is its password. Raises CurrentPasswordWrong, RateLimited."""
    held = _reserve(work, action)
    account: Row | None = held.seen
    if account is None:
        raise Unauthenticated()
    held.check()
    if not passwords.verify(account.password_hash, current_password):
        _refuse(work, held, action, account)
    with work.transaction() as tx:
        held.succeed(work, tx)
    return account


def _reserve(work: Work, action: str) -> Held:
    claims = budgets.change_password(work.settings, keyer(work), str(work.viewer.account_id))
    try:
        return attempts.reserve(work, claims, look=lambda tx: accounts.own(tx.session, work.viewer))
    except Full as full:
        audit.record_refused(work, action, work.viewer.account_id, reason="attempts")
        raise attempts.rate_limited(full) from None


def _refuse(work: Work, held: Held, action: str, account: Row) -> NoReturn:
    with work.transaction() as tx:
        held.fail(work, tx)
        audit.record(work, tx, action, audit.REFUSED, account.id, reason="current_password")
    raise CurrentPasswordWrong()
