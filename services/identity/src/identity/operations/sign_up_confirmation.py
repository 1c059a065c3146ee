"""VERIFY: the code that turns a sign-up into an account (R080, R081)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row

from contracts.identity.errors import CodeExpired, CodeUsed
from contracts.procedures import PROVIDER
from identity.operations import audit, code_tries
from identity.operations.attempts import Held
from identity.operations.common import kept_of, keyer, profile_of
from identity.repository import accounts, codes, sign_ups
from identity.rules import names
from identity.rules.codes import typed_code
from identity.rules.states import AccountState
from servicekit import clock
from servicekit.work import Tx, Work

ACTION = "confirm_sign_up"


def confirm_sign_up(work: Work, code: str, sign_up_id: UUID | None = None, email: str | None = None) -> None:
    """Redeem the code, and open the account.

    By e-mail, on another device (R076): of the sign-ups at this address the one whose code fits; a family may
    share an address. Raises CodeWrong, CodeExpired, CodeUsed, CodeAttemptsExhausted.
    """
    email_key = None if sign_up_id else keyer(work).key("email", names.email(email or ""))
    held = code_tries.reserve(
        work,
        sign_ups.PURPOSE,
        str(sign_up_id) if sign_up_id else email_key.hex(),
        look=lambda tx: sign_ups.with_codes(tx.session, work.viewer, id=sign_up_id, email_key=email_key),
    )
    held.check()
    chosen = _that_fits(work, held.seen, typed_code(code))
    if chosen is None:
        code_tries.refuse_wrong(work, held, ACTION)
    _open_account(work, held, chosen)


def _that_fits(work: Work, candidates: Sequence[Row], code: str) -> Row | None:
    return next(
        (row for row in candidates if code_tries.fits(work, sign_ups.PURPOSE, row.id, code, row.code_key)),
        None,
    )


def _open_account(work: Work, held: Held, chosen: Row) -> None:
    stale = code_tries.staleness(chosen.code_used_at, chosen.code_expires_at, clock.now())
    if stale is None:
        stale = _try_to_open(work, held, chosen)
    if stale is not None:
        code_tries.refuse_stale(work, held, ACTION, stale)


class _NotOpened(Exception):
    """Somebody was faster, or the sign-up is over: nothing of the transaction may stay."""


def _try_to_open(work: Work, held: Held, chosen: Row) -> CodeUsed | CodeExpired | None:
    try:
        with work.transaction() as tx:
            if not codes.redeem(
                tx.session, work.viewer, sign_ups.PURPOSE, chosen.id, chosen.code_key, clock.now()
            ):
                return CodeUsed()
            _turn_into_account(work, tx, chosen)
            held.succeed(work, tx)
            tx.answer({})
            audit.record(work, tx, ACTION, audit.DONE, chosen.account_id)
    except _NotOpened:
        return CodeExpired()
    return None


def _turn_into_account(work: Work, tx: Tx, chosen: Row) -> None:
    now = clock.now()
    sign_up = sign_ups.confirm(tx.session, work.viewer, chosen.id, now)
    if sign_up is None or _has_one(work, tx, sign_up):
        raise _NotOpened()
    opened = accounts.add(
        tx.session,
        work.viewer,
        id=sign_up.account_id,
        state=AccountState.ACTIVE,
        roles=[sign_up.kind],
        password_changed_at=now,
        created_at=now,
        changed_at=now,
        **{name: getattr(sign_up, name) for name in _CARRIED_OVER},
        **kept_of(work, profile_of(work, sign_up)),
    )
    kept = accounts.keep_username(tx.session, work.viewer, sign_up.name_key, sign_up.id, sign_up.account_id)
    if not (opened and kept):
        raise _NotOpened()
    sign_ups.wipe(tx.session, work.viewer, sign_up.id)


def _has_one(work: Work, tx: Tx, sign_up: Row) -> bool:
    """Whether another sign-up of the same address was faster; a member's second one the database refuses."""
    if sign_up.kind != PROVIDER:
        return False
    sign_ups.one_at_a_time(tx.session, work.viewer, sign_up.email_key.hex())
    return accounts.provider_at(tx.session, work.viewer, sign_up.email_key) is not None


_CARRIED_OVER = (
    "kind",
    "name_key",
    "member_key",
    "member_id_key",
    "language",
    "password_hash",
    "terms_version",
    "terms_accepted_at",
)
