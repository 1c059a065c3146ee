"""Another address for an owner who lost the old one (R181): a specialist writes down what the caller says.

Old and new address are told at once. Until the cool-off is over everything goes to the old address, and the
change can be called off: with the code that went there, by a reset through it, or by a specialist.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import ContractError, InvalidInput, NotFound
from contracts.identity import events
from contracts.identity.errors import CodeExpired, CodeUsed
from identity.operations import audit, code_tries
from identity.operations.attempts import Held
from identity.operations.caller_checks import Acting, for_caller
from identity.operations.common import kept_of, keyer, profile_of, recipient
from identity.repository import accounts, codes, recoveries, support
from identity.repository.accounts import NOBODY
from identity.rules import budgets, names
from identity.rules.codes import new_code, typed_code
from identity.rules.states import STAFF
from servicekit import clock
from servicekit.work import Tx, Work

PURPOSE = "owner_email"
SEALED_FOR = "identity.owner_email"
CHANGE, CANCEL, CALL_OFF = "change_email_for_owner", "cancel_email_for_owner", "cancel_email_change"
TAKE_EFFECT = "email_for_owner"


@dataclass(frozen=True, slots=True)
class _Seen:
    account: Row | None
    code: Row | None


def change_email_for_owner(work: Work, account_id: UUID, email: str, reason: str) -> dict[str, Any]:
    """Let the address wait for its cool-off; an earlier one is over. Returns `EmailForOwnerStarted`.

    Raises InvalidInput, NotFound, CallerNotVerified, RateLimited.
    """
    now = clock.now()
    until = now + work.settings.owner_email_cool_off
    with for_caller(work, CHANGE, account_id) as acting:
        account = helped(acting)
        _check(work, account, email)
        acting.spend(budgets.owner_address(work.settings, keyer(work), str(account.id)))
        sealed = work.sealer.seal(SEALED_FOR, email.encode())
        waits = {"email": sealed, "check_id": acting.check_id, "created_at": now, "takes_effect_at": until}
        support.put_email(acting.tx.session, work.viewer, account_id=account.id, **waits)
        _tell_both(work, acting.tx, account, email, now, until)
        answer = acting.tx.answer({"takes_effect_at": until})
        acting.record(reason)
        return answer


def cancel_email_for_owner(work: Work, account_id: UUID, reason: str) -> None:
    """Call a change off for a caller. Raises NotFound (nothing waits, too), CallerNotVerified."""
    with for_caller(work, CANCEL, account_id) as acting:
        session = acting.tx.session
        if not support.drop_email(session, work.viewer, helped(acting).id):
            raise NotFound()
        codes.revoke(session, work.viewer, PURPOSE, account_id)
        acting.tx.answer({})
        acting.record(reason)


def cancel_email_change(work: Work, username: str, code: str) -> None:
    """Call a change off with the code that went to the old address.

    Raises CodeWrong, CodeExpired, CodeUsed, CodeAttemptsExhausted.
    """
    name_key = keyer(work).key("username", names.username(username))
    held = code_tries.reserve(work, PURPOSE, name_key.hex(), lambda tx: _look(work, tx, name_key))
    held.check()
    seen: _Seen = held.seen
    if (
        seen.account is None
        or seen.code is None
        or not code_tries.fits(work, PURPOSE, seen.account.id, typed_code(code), seen.code.code_key)
    ):
        code_tries.refuse_wrong(work, held, CALL_OFF)
    stale = code_tries.staleness(seen.code.used_at, seen.code.expires_at, clock.now())
    stale = stale or _call_off(work, held, seen)
    if stale is not None:
        code_tries.refuse_stale(work, held, CALL_OFF, stale)


def take_effect(work: Work, now: datetime) -> None:
    """Make the addresses whose cool-off is over their accounts', one by one. The old ones are told."""
    while _take_next(work, now):
        pass


def helped(acting: Acting) -> Row:
    """The account, if specialists may send its mail elsewhere: that of one of the plan's own people never.

    Raises NotFound.
    """
    if acting.account.kind == STAFF:
        raise NotFound()
    return acting.account


def _check(work: Work, account: Row, email: str) -> None:
    if names.email(profile_of(work, account).email) == names.email(email):
        raise InvalidInput(fields={"email": ["field.same_email"]})


def _look(work: Work, tx: Tx, name_key: bytes) -> _Seen:
    account = accounts.by_name(tx.session, work.viewer, name_key)
    subject = account.id if account is not None else NOBODY
    return _Seen(account, codes.find(tx.session, work.viewer, PURPOSE, subject))


def _call_off(work: Work, held: Held, seen: _Seen) -> ContractError | None:
    with work.transaction() as tx:
        if not codes.redeem(
            tx.session, work.viewer, PURPOSE, seen.account.id, seen.code.code_key, clock.now()
        ):
            return CodeUsed()
        if not support.drop_email(tx.session, work.viewer, seen.account.id):
            return CodeExpired()
        held.succeed(work, tx)
        tx.answer({})
        audit.record(work, tx, CALL_OFF, audit.DONE, seen.account.id)
    return None


def _tell_both(work: Work, tx: Tx, account: Row, email: str, now: datetime, until: datetime) -> None:
    code = new_code()
    digest = keyer(work).code(PURPOSE, account.id, code)
    codes.issue(tx.session, work.viewer, PURPOSE, account.id, digest, now, until)
    mail = recipient(work, account) | {"expires_at": until}
    old = mail | {"code": code, "username": profile_of(work, account).username}
    tx.tell(events.email_for_owner_started, about=account.id, **old)
    tx.tell(
        events.email_for_owner_noted,
        about=account.id,
        **mail | {"to": email, "first_name": None, "code": None},
    )


def _take_next(work: Work, now: datetime) -> bool:
    """One that is due; False when none is. That of an account which was disabled meanwhile is forgotten."""
    with work.transaction() as tx:
        waited = support.take_due_email(tx.session, work.viewer, now)
        if waited is None:
            return False
        account = accounts.by_id(tx.session, work.viewer, waited.account_id)
        email = work.sealer.unseal(SEALED_FOR, waited.email).decode()
        kept = kept_of(work, profile_of(work, account).with_email(email))
        written = accounts.set_profile(tx.session, work.viewer, account, now, **kept)
        if written:
            codes.revoke(tx.session, work.viewer, recoveries.PURPOSE, account.id)  # in the old mailbox
            tx.tell(events.email_changed, about=account.id, **recipient(work, account))
        audit.record(work, tx, TAKE_EFFECT, audit.DONE if written else audit.REFUSED, account.id)
    return True
