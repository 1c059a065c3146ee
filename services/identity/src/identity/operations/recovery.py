"""Recover Member Online Account: one form for username and password (R086–R097, R103–R105).

Every request is answered alike and costs the same: a row, a code where one was asked for, and a mail
event, which names nobody where nothing matched.
"""

import uuid
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.identity import events
from identity.operations import attempts, audit
from identity.operations.attempts import Full
from identity.operations.common import keyer, profile_of, recipient
from identity.operations.matching import CardHolder, match_quietly
from identity.repository import accounts, codes, recoveries
from identity.repository.accounts import NOBODY
from identity.rules import budgets
from identity.rules.codes import new_code
from identity.rules.states import AccountState
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
    now, id = clock.now(), uuid.uuid4()
    with work.transaction() as tx:
        account = _recoverable(accounts.by_member(tx.session, work.viewer, member_key or NOBODY))
        recovery = {
            "id": id,
            "account_id": account.id if account is not None else None,
            "subject": account.id if account is not None else uuid.uuid4(),
            "wants_username": forgot_username,
            "wants_password": reset_password,
        }
        until = now + work.settings.recovery_lifetime
        recoveries.add(tx.session, work.viewer, **recovery, created_at=now, expires_at=until)
        attempts.spend_with(
            work, tx, budgets.first_send(work.settings, keyer(work), recoveries.PURPOSE, str(id))
        )
        return _send(work, tx, "start_recovery", recovery, account, now)


def resend_recovery_code(work: Work, recovery_id: UUID) -> dict[str, Any]:
    """Mail another code; the earlier one dies (R105). Returns `RecoveryStarted`; raises RateLimited."""
    try:
        attempts.spend(work, budgets.resend(work.settings, keyer(work), recoveries.PURPOSE, str(recovery_id)))
    except Full as full:
        audit.record_refused(work, "resend_code", reason=full.standing.purpose)
        raise attempts.rate_limited(full) from None
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
    return account if account is not None and account.state == AccountState.ACTIVE else None


def _send(
    work: Work, tx: Tx, action: str, recovery: dict[str, Any], account: Row | None, now: datetime
) -> dict[str, Any]:
    until = now + work.settings.recovery_code_lifetime
    code = _issue_code(work, tx, recovery["subject"], now, until) if recovery["wants_password"] else None
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


def _issue_code(work: Work, tx: Tx, subject: UUID, now: datetime, until: datetime) -> str:
    code = new_code()
    digest = keyer(work).code(recoveries.PURPOSE, subject, code)
    codes.issue(tx.session, work.viewer, recoveries.PURPOSE, subject, digest, now, until)
    return code
