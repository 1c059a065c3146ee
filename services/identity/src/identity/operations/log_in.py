"""Logging in (R082, R083, R182).

Whatever is wrong, the answer is `SignInFailed` after the same work: one password hashing, the same
statements, and
a mail event where the failure was the one that locks. A log-in never looks at the real hash when it must not
succeed, so the number of real verifications is the number of guesses anybody gets.
"""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row

from contracts.identity import events
from contracts.identity.errors import SignInFailed
from identity.adapters import passwords
from identity.operations import attempts, audit, tokens
from identity.operations.attempts import Full, Held
from identity.operations.common import keyer, recipient, tell_locked
from identity.operations.tokens import seen_from
from identity.repository import accounts, devices, legacy, sessions
from identity.repository import attempts as attempts_questions
from identity.repository.attempts import Standing
from identity.rules import budgets, names
from identity.rules.budgets import ACCOUNT, DEVICE, PASSWORD
from identity.rules.passwords import normal
from identity.rules.states import AccountState, is_locked
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "log_in"


@dataclass(frozen=True, slots=True)
class _Try:
    """A log-in as it was typed. `device_key` is set when this device is known to the account."""

    name_key: bytes
    password: str
    proof: bytes
    device_token: str | None = None
    device_key: bytes | None = None


def start_session(
    work: Work, username: str, password: str, device_token: str | None = None
) -> dict[str, Any]:
    """Log in. Returns the fields of `Tokens`; raises SignInFailed, or RateLimited for the address."""
    attempt = _read(work, username, password, device_token)
    held = _reserve(work, attempt, attempt.proof)
    if held.proved:
        answer = _begin(work, held, held.seen, attempt)
        if answer is not None:
            return answer
        held = _reserve(work, attempt, None)
    return _verify(work, held, held.seen, attempt)


def _verify(work: Work, held: Held, account: Row | None, attempt: _Try) -> dict[str, Any]:
    may = account is not None and _may_verify(work, held, account, attempt)
    with work.reading() as session:
        work_in_use = legacy.work_in_use(session, work.viewer)
    right = passwords.verify(account.password_hash if may else None, attempt.password, work_in_use)
    if right:
        held.line.share(attempt.proof, account)
    answer = _begin(work, held, account, attempt) if right else None
    if answer is None:
        _refuse(work, held, account)
        raise SignInFailed()
    _rehash_if_outdated(work, account, attempt.password)
    return answer


def _read(work: Work, username: str, password: str, device_token: str | None) -> _Try:
    name_key = keyer(work).key("username", names.username(username))
    proof = keyer(work).key("proof", name_key.hex(), normal(password))
    if not device_token:
        return _Try(name_key, password, proof)
    device_key, since = keyer(work).key("device", device_token), clock.now() - work.settings.device_lifetime
    with work.reading() as session:
        known = devices.is_known(session, work.viewer, device_key, name_key, since)
    return _Try(name_key, password, proof, *((device_token, device_key) if known else ()))


def _reserve(work: Work, attempt: _Try, proof: bytes | None) -> Held:
    claims = budgets.log_in(
        work.settings, keyer(work), attempt.name_key, work.client.address, attempt.device_key
    )
    try:
        return attempts.reserve(
            work,
            claims,
            bear_full=(ACCOUNT, DEVICE),
            look=lambda tx: accounts.by_name(tx.session, work.viewer, attempt.name_key),
            proof=proof,
        )
    except Full as full:
        audit.record_refused(work, ACTION, reason="address")
        raise attempts.rate_limited(full) from None


def _may_verify(work: Work, held: Held, account: Row, attempt: _Try) -> bool:
    """Whether a right password would let anybody in. A known device has only its own failures against it."""
    held.check()
    locked = is_locked(account.locked_at, work.settings.unlock_after, clock.now())
    free = attempt.device_key is not None or not locked
    return account.state == AccountState.ACTIVE and not held.full and free


def _refuse(work: Work, held: Held, account: Row | None) -> None:
    """Count the failure, and lock if it was the last one allowed."""
    with work.transaction() as tx:
        locks = _is_last(held.fail(work, tx))
        active = account if account is not None and account.state == AccountState.ACTIVE else None
        now, locked = clock.now(), active if locks else None
        accounts.mark_locked(
            tx.session, work.viewer, locked.id if locked is not None else accounts.NOBODY, now
        )
        if locks:
            tell_locked(work, tx, locked, now)
        subject = account.id if account is not None else None
        audit.record(work, tx, ACTION, audit.REFUSED, subject, locks=locks, full=bool(held.full))


def _is_last(standings: Mapping[str, Standing]) -> bool:
    return any(
        standings[purpose].lost == standings[purpose].cap
        for purpose in (ACCOUNT, DEVICE)
        if purpose in standings
    )


def _begin(work: Work, held: Held, account: Row, attempt: _Try) -> dict[str, Any] | None:
    """Open a session; None when the account was changed since its password was verified."""
    now = clock.now()
    with work.transaction() as tx:
        first = accounts.begin_first_session(tx.session, work.viewer, account, now)
        if not accounts.hold_unchanged(
            tx.session, work.viewer, account, bear_lock=attempt.device_key is not None
        ):
            return None
        _succeed(work, tx, held, attempt, now)
        if first:
            tx.tell(events.first_session_started, about=account.id, **recipient(work, account))
        answer = tx.answer(_open_session(work, tx, account, attempt, now))
        audit.record(work, tx, ACTION, audit.DONE, account.id, session=str(answer["session_id"]))
        return answer


def _succeed(work: Work, tx: Tx, held: Held, attempt: _Try, now: datetime) -> None:
    """A success resets the count (R182).

    From a known device it resets the others' count, too, but opens no lock: that would hand a guesser three
    more tries whenever the owner logs in.
    """
    if not held.proved:
        held.succeed(work, tx)
    if held.proved or attempt.device_key:
        attempts_questions.forgive(
            tx.session, work.viewer, PASSWORD, [attempt.name_key], now, though_full=False
        )


def _open_session(work: Work, tx: Tx, account: Row, attempt: _Try, now: datetime) -> dict[str, Any]:
    device_token = attempt.device_token or secrets.token_urlsafe(32)
    device_key = attempt.device_key or keyer(work).key("device", device_token)
    devices.remember(tx.session, work.viewer, device_key, account.id, now)
    session = {
        "id": uuid.uuid4(),
        "account_id": account.id,
        "generation": 1,
        "rotated_at": now,
        "started_at": now,
        "last_seen_at": now,
        "expires_at": now + work.settings.session_lifetime,
        "seen_from": seen_from(work),
    }
    due = sessions.add(tx.session, work.viewer, **session)
    bearer = {"kind": account.kind, "roles": account.roles, "member_key": account.member_key}
    bearer |= {"must_reset": account.must_reset, "second_factor_due": due, "acting_in": None}
    opened = SimpleNamespace(**session, **bearer)
    return tokens.write(work, opened, now, device_token)


def _rehash_if_outdated(work: Work, account: Row, password: str) -> None:
    """Follow a change of parameters, now that the password is at hand. A transaction of its own: parallel
    log-ins
    hold the row together, and none of them could change it without waiting for the others."""
    if passwords.is_outdated(account.password_hash):
        new_hash = passwords.hash_password(password)
        with work.transaction() as tx:
            accounts.rehash(tx.session, work.viewer, account, new_hash)
