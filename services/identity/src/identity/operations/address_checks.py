"""Whether an account's owner reads the mail of an address that a peer keeps of her: a code says so (R142)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import ContractError, NotFound
from contracts.identity import events
from contracts.identity.errors import CodeUsed
from identity.operations import audit, code_tries
from identity.operations.attempts import Held
from identity.operations.common import keyer, recipient
from identity.operations.spending import spend
from identity.repository import accounts, codes
from identity.rules import budgets, names
from identity.rules.codes import new_code, typed_code
from servicekit import clock
from servicekit.work import Tx, Work

PURPOSE = "address_check"
START, CONFIRM = "start_address_check", "confirm_address_check"


def start_address_check(work: Work, account_id: UUID, subject: UUID, email: str) -> dict[str, Any]:
    """Mail a code to the address; an earlier one for the subject dies. Returns `AddressCodeSent`.

    Raises NotFound where there is no such account, RateLimited.
    """
    claims = budgets.address_check(work.settings, keyer(work), str(account_id), str(subject))
    spend(work, START, claims, account_id)
    now = clock.now()
    with work.transaction() as tx:
        account = accounts.by_id(tx.session, work.viewer, account_id)
        if account is None:
            raise NotFound()
        until = now + work.settings.email_code_lifetime
        code = _issue(work, tx, subject, email, now, until)
        mail = recipient(work, account) | {"to": email, "code": code, "expires_at": until}
        tx.tell(events.address_code_issued, about=account_id, **mail)
        audit.record(work, tx, START, audit.DONE, account_id)
        return tx.answer({"code_expires_at": until, "resend_after": now + work.settings.resend_cool_down})


def confirm_address_check(work: Work, account_id: UUID, subject: UUID, email: str, code: str) -> None:
    """Redeem the code. Raises CodeWrong, CodeExpired, CodeAttemptsExhausted; CodeUsed where this very code
    proved this very address before."""
    held = code_tries.reserve(
        work, PURPOSE, str(subject), lambda tx: codes.find(tx.session, work.viewer, PURPOSE, subject)
    )
    held.check()
    seen: Row | None = held.seen
    said = _for_address(typed_code(code), email)
    if seen is None or not code_tries.fits(work, PURPOSE, subject, said, seen.code_key):
        code_tries.refuse_wrong(work, held, CONFIRM)
    stale = code_tries.staleness(seen.used_at, seen.expires_at, clock.now())
    stale = stale or _redeem(work, held, account_id, subject)
    if stale is not None:
        code_tries.refuse_stale(work, held, CONFIRM, stale)


def _issue(work: Work, tx: Tx, subject: UUID, email: str, now: datetime, until: datetime) -> str:
    code = new_code()
    digest = keyer(work).code(PURPOSE, subject, _for_address(code, email))
    codes.issue(tx.session, work.viewer, PURPOSE, subject, digest, now, until)
    return code


def _for_address(code: str, email: str) -> str:
    """What is digested: the entry may say another address by the time the code is typed."""
    return f"{code} {names.email(email)}"


def _redeem(work: Work, held: Held, account_id: UUID, subject: UUID) -> ContractError | None:
    with work.transaction() as tx:
        if not codes.redeem(tx.session, work.viewer, PURPOSE, subject, held.seen.code_key, clock.now()):
            return CodeUsed()
        held.succeed(work, tx)
        audit.record(work, tx, CONFIRM, audit.DONE, account_id)
    return None
