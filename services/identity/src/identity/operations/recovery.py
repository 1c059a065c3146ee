"""Recovery: members by their card, username and password on one form (R086–R097, R103–R105); office staff by
username and e-mail address, which must both fit (R180).

Every request is answered alike and costs the same: a row, a code where one was asked for, and a mail
event, which names nobody where nothing matched.
"""

import hmac
import uuid
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.identity import events
from contracts.procedures import MEMBER
from identity.operations import attempts, audit
from identity.operations.common import keyer, profile_of, recipient
from identity.operations.matching import CardHolder, match_quietly
from identity.operations.spending import spend
from identity.repository import accounts, codes, recoveries
from identity.repository.accounts import NOBODY
from identity.rules import budgets, names
from identity.rules.codes import new_code
from identity.rules.states import RECOVERABLE
from servicekit import clock
from servicekit.work import Tx, Work


def start_recovery(
    work: Work,
    *,
    first_name: str,
    last_name: str,
    date_of_birth: date,
    member_id: str,
    forgot_username: bool = False,
    reset_password: bool = False,
) -> dict[str, Any]:
    """Mail username, code, or both to the account's address. Returns `RecoveryStarted`; raises
    RateLimited."""
    member_key = match_quietly(work, CardHolder(first_name, last_name, date_of_birth, member_id))
    with work.transaction() as tx:
        account = accounts.by_member(tx.session, work.viewer, member_key or NOBODY)
        return _begin(work, tx, "start_recovery", account, forgot_username, reset_password)


def start_provider_recovery(work: Work, username: str, email: str) -> dict[str, Any]:
    """Mail a code to the account's address, if both fit (R180). Not for members: they show their card.

    Returns `RecoveryStarted`; raises RateLimited.
    """
    key, address = keyer(work), work.client.address
    spend(work, "start_recovery", budgets.provider_recovery(work.settings, key, username, email, address))
    with work.transaction() as tx:
        found = accounts.by_name(tx.session, work.viewer, key.key("username", names.username(username)))
        fits = found is not None and found.kind != MEMBER and _is_at(work, found, email)
        return _begin(work, tx, "start_recovery", found if fits else None, False, True)


def _is_at(work: Work, account: Row, email: str) -> bool:
    kept, typed = names.email(profile_of(work, account).email), names.email(email)
    return hmac.compare_digest(kept.encode(), typed.encode())


def _begin(
    work: Work, tx: Tx, action: str, account: Row | None, wants_username: bool, wants_password: bool
) -> dict[str, Any]:
    now, id, account = clock.now(), uuid.uuid4(), _recoverable(account)
    recovery = {
        "id": id,
        "account_id": account.id if account is not None else None,
        "subject": account.id if account is not None else uuid.uuid4(),
        "wants_username": wants_username,
        "wants_password": wants_password,
    }
    until = now + work.settings.recovery_lifetime
    recoveries.add(tx.session, work.viewer, **recovery, created_at=now, expires_at=until)
    attempts.spend_with(work, tx, budgets.first_send(work.settings, keyer(work), recoveries.PURPOSE, str(id)))
    return _send(work, tx, action, recovery, account, now)


def resend_recovery_code(work: Work, recovery_id: UUID) -> dict[str, Any]:
    """Mail another code; the earlier one dies (R105). Returns `RecoveryStarted`; raises RateLimited."""
    claims = budgets.resend(work.settings, keyer(work), recoveries.PURPOSE, str(recovery_id))
    spend(work, "resend_code", claims)
    now = clock.now()
    with work.transaction() as tx:
        found = recoveries.find(tx.session, work.viewer, recovery_id, now)
        recovery = dict(found._mapping) if found is not None else _unknown(recovery_id)
        account = _recoverable(accounts.by_id(tx.session, work.viewer, recovery["account_id"] or NOBODY))
        return _send(work, tx, "resend_recovery_code", recovery, account, now)


def _unknown(recovery_id: UUID) -> dict[str, Any]:
    """Stands for a recovery that is over or never was."""
    return {
        "id": recovery_id,
        "account_id": None,
        "subject": NOBODY,
        "wants_username": False,
        "wants_password": True,
    }


def _recoverable(account: Row | None) -> Row | None:
    """A disabled account is recovered by talking to people; all others by this."""
    return account if account is not None and account.state in RECOVERABLE else None


def _send(
    work: Work, tx: Tx, action: str, recovery: dict[str, Any], account: Row | None, now: datetime
) -> dict[str, Any]:
    until = now + work.settings.recovery_code_lifetime
    code = issue_code(work, tx, recovery["subject"], now, until) if recovery["wants_password"] else None
    found, wants_username = account is not None, recovery["wants_username"]
    tx.tell(
        events.recovery_requested,
        about=account.id if found else recovery["id"],
        **recipient(work, account),
        username=profile_of(work, account).username if found and wants_username else None,
        code=code if found else None,
        expires_at=until,
    )
    answer = tx.answer(
        {
            "recovery_id": recovery["id"],
            "code_expires_at": until,
            "resend_after": now + work.settings.resend_cool_down,
        }
    )
    audit.record(work, tx, action, audit.DONE, account.id if found else None)
    return answer


def issue_code(work: Work, tx: Tx, subject: UUID, now: datetime, until: datetime) -> str:
    """A new code that resets a password, in place of an earlier one."""
    code = new_code()
    digest = keyer(work).code(recoveries.PURPOSE, subject, code)
    codes.issue(tx.session, work.viewer, recoveries.PURPOSE, subject, digest, now, until)
    return code
