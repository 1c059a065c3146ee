"""Authenticators and recovery codes. Every question but the operator's is about the viewer's own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.models import Authenticator, RecoveryCode
from servicekit.work import Viewer

_authenticator: Table = Authenticator.__table__
_code: Table = RecoveryCode.__table__


def own(session: Session, viewer: Viewer) -> Row | None:
    """The viewer's authenticator, confirmed or not."""
    mine = select(_authenticator).where(Authenticator.account_id == viewer.account_id)
    return session.execute(mine).one_or_none()


def start(session: Session, viewer: Viewer, secret: str, now: datetime) -> bool:
    """Write a new key in place of one that was never confirmed; False when one is."""
    values: dict[str, Any] = {"secret": secret, "started_at": now}
    fresh = insert(_authenticator).values(account_id=viewer.account_id, **values)
    unconfirmed = fresh.on_conflict_do_update(
        index_elements=["account_id"], set_=values, where=Authenticator.confirmed_at.is_(None)
    )
    return session.execute(unconfirmed.returning(_authenticator.c.account_id)).scalar() is not None


def confirm(session: Session, viewer: Viewer, seen: Row, step: int, now: datetime) -> bool:
    """Make the key that was seen the account's; False when it was confirmed or replaced meanwhile."""
    same = update(_authenticator).where(
        Authenticator.account_id == viewer.account_id,
        Authenticator.secret == seen.secret,
        Authenticator.confirmed_at.is_(None),
    )
    return session.execute(same.values(confirmed_at=now, last_step=step)).rowcount == 1


def use_step(session: Session, viewer: Viewer, seen: Row, step: int) -> bool:
    """Use a time step up. True for one caller, however many try at once."""
    unused = update(_authenticator).where(
        Authenticator.account_id == viewer.account_id,
        Authenticator.secret == seen.secret,
        Authenticator.confirmed_at.is_not(None),
        or_(Authenticator.last_step.is_(None), Authenticator.last_step < step),
    )
    return session.execute(unused.values(last_step=step)).rowcount == 1


def put_recovery_codes(session: Session, viewer: Viewer, code_keys: Iterable[bytes], now: datetime) -> None:
    """New codes in place of all earlier ones."""
    session.execute(delete(_code).where(RecoveryCode.account_id == viewer.account_id))
    rows = [{"account_id": viewer.account_id, "code_key": key, "created_at": now} for key in code_keys]
    session.execute(insert(_code), rows)


def use_recovery_code(session: Session, viewer: Viewer, code_key: bytes, now: datetime) -> bool:
    """Use a code up. True for one caller, however many try at once."""
    mine = update(_code).where(
        RecoveryCode.account_id == viewer.account_id,
        RecoveryCode.code_key == code_key,
        RecoveryCode.used_at.is_(None),
    )
    return session.execute(mine.values(used_at=now)).rowcount == 1


def recovery_codes_left(session: Session, viewer: Viewer) -> int:
    """How many of the viewer's codes are unused."""
    mine = select(RecoveryCode.code_key).where(RecoveryCode.account_id == viewer.account_id)
    return len(session.execute(mine.where(RecoveryCode.used_at.is_(None))).all())


def put_confirmed(session: Session, viewer: Viewer, account_id: UUID, secret: str, now: datetime) -> None:
    """A known key for an account that has none, for demo people."""
    fresh = insert(_authenticator).values(
        account_id=account_id, secret=secret, started_at=now, confirmed_at=now
    )
    session.execute(fresh.on_conflict_do_nothing())


def remove(session: Session, viewer: Viewer, account_id: UUID) -> bool:
    """Take an account's authenticator and recovery codes away, for an operator; whether there were any."""
    session.execute(delete(_code).where(RecoveryCode.account_id == account_id))
    return session.execute(delete(_authenticator).where(Authenticator.account_id == account_id)).rowcount == 1
