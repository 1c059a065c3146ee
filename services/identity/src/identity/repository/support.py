"""What specialists ask and write down (R178, R181, R183, R224, R225): of the accounts that they help with."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from contracts.procedures import MEMBER_SERVICES, SUPPORT
from identity.models import Account, CallerCheck, OwnerEmailChange, SignUp
from identity.rules.states import WAITING
from servicekit.work import Viewer

PAGE = 20
_account = Account.__table__
_check = CallerCheck.__table__
_change = OwnerEmailChange.__table__
_HELPS = {SUPPORT: ("member", "provider", "staff"), MEMBER_SERVICES: ("member",)}


def kinds(viewer: Viewer) -> frozenset[str]:
    """The kinds of account that the viewer helps with. Raises Forbidden for others than specialists."""
    found = frozenset(kind for role in viewer.roles & _HELPS.keys() for kind in _HELPS[role])
    if not found:
        raise Forbidden()
    return found


def account(session: Session, viewer: Viewer, account_id: UUID) -> Row | None:
    """An account that a specialist is about to change, locked. Raises Forbidden."""
    which = select(_account).where(Account.id == account_id, Account.kind.in_(kinds(viewer)))
    return session.execute(which.with_for_update()).one_or_none()


def opened(session: Session, viewer: Viewer, account_id: UUID) -> Row | None:
    """An account with the address change that waits (`takes_effect_at`). Raises Forbidden."""
    return session.execute(_with_change(viewer).where(Account.id == account_id)).one_or_none()


def search(
    session: Session, viewer: Viewer, keys: dict[str, bytes], name_keys: Collection[bytes], after: UUID | None
) -> Sequence[Row]:
    """Accounts for which all `keys` (by column) and all words of the name fit; one more than a page.

    Raises Forbidden.
    """
    found = _with_change(viewer).where(*(_account.c[column] == key for column, key in keys.items()))
    if name_keys:
        found = found.where(Account.name_keys.contains(list(name_keys)))
    if after:
        found = found.where(Account.id > after)
    return session.execute(found.order_by(Account.id).limit(PAGE + 1)).all()


def search_unverified(session: Session, viewer: Viewer, keys: dict[str, bytes]) -> Sequence[Row]:
    """Sign-ups that wait for their code. Raises Forbidden."""
    fits: list[ColumnElement[bool]] = [SignUp.__table__.c[column] == key for column, key in keys.items()]
    waiting = select(SignUp.account_id, SignUp.kind, SignUp.profile).where(
        *fits, SignUp.state == WAITING[0], SignUp.kind.in_(kinds(viewer))
    )
    return session.execute(waiting.order_by(SignUp.id).limit(PAGE)).all()


def change(session: Session, viewer: Viewer, account_id: UUID, **values: Any) -> None:
    """Specialists' changes: `state`, `locked_at`. Raises Forbidden."""
    which = (Account.id == account_id) & Account.kind.in_(kinds(viewer))
    session.execute(update(_account).where(which).values(**values))


def add_check(session: Session, viewer: Viewer, **values: Any) -> None:
    """Write down how the viewer verified a caller."""
    session.execute(insert(_check).values(**values, specialist_id=viewer.account_id))


def newest_check(session: Session, viewer: Viewer, account_id: UUID, since: datetime) -> Row | None:
    """The viewer's own newest check of the account's owner, if it was made after `since`."""
    mine = select(_check.c.id, _check.c.made_at).where(
        CallerCheck.account_id == account_id,
        CallerCheck.specialist_id == viewer.account_id,
        CallerCheck.made_at > since,
    )
    return session.execute(mine.order_by(CallerCheck.made_at.desc()).limit(1)).one_or_none()


def put_email(session: Session, viewer: Viewer, **values: Any) -> None:
    """Let an address wait in place of an earlier one: `account_id`, `email` (sealed), `check_id`,
    `created_at`, `takes_effect_at`."""
    fresh = upsert(_change).values(**values)
    new = {name: fresh.excluded[name] for name in values if name != "account_id"}
    session.execute(fresh.on_conflict_do_update(index_elements=["account_id"], set_=new))


def drop_email(session: Session, viewer: Viewer, account_id: UUID) -> bool:
    """Nothing waits any more; whether something did."""
    gone = delete(_change).where(OwnerEmailChange.account_id == account_id)
    return session.execute(gone.returning(_change.c.account_id)).scalar() is not None


def take_due_email(session: Session, viewer: Viewer, now: datetime) -> Row | None:
    """An address that need wait no longer: `account_id`, `email`. It is gone with this transaction."""
    due = select(_change.c.account_id).where(OwnerEmailChange.takes_effect_at <= now)
    first = due.order_by(OwnerEmailChange.takes_effect_at).limit(1).with_for_update(skip_locked=True)
    taken = delete(_change).where(OwnerEmailChange.account_id == first.scalar_subquery())
    return session.execute(taken.returning(_change.c.account_id, _change.c.email)).one_or_none()


def _with_change(viewer: Viewer) -> Select:
    waits = OwnerEmailChange.account_id == Account.id
    found = select(_account, OwnerEmailChange.takes_effect_at).outerjoin(OwnerEmailChange, waits)
    return found.where(Account.kind.in_(kinds(viewer)))
