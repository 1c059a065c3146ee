"""Accounts that were moved here from an old portal (R175, R176)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.models import Account, Username
from identity.rules.legacy_hashes import MOST_WORK
from identity.rules.states import AccountState
from servicekit.loading import hold_load_lock
from servicekit.work import Viewer

AT_ONCE = 1000
LOAD_LOCK = 0x1D_10AD
_account = Account.__table__
_username = Username.__table__
_costliest = [
    select(func.max(Account.legacy_work))
    .where(Account.legacy_family == family, Account.state == AccountState.ACTIVE)
    .scalar_subquery()
    .label(family)
    for family in MOST_WORK
]


def work_in_use(session: Session, viewer: Viewer) -> Mapping[str, int]:
    """The greatest work of each family of old hashes that somebody may still log in with."""
    found = session.execute(select(*_costliest)).one()
    return {family: work for family, work in found._mapping.items() if work is not None}


def make_dormant(session: Session, viewer: Viewer, now: datetime) -> Sequence[UUID]:
    """Close some of the accounts that nobody has used since they were moved here; their ids."""
    unused = select(Account.id).where(
        Account.legacy_family.is_not(None),
        Account.state == AccountState.ACTIVE,
        Account.first_session_at.is_(None),
    )
    some = update(_account).where(Account.id.in_(unused.limit(AT_ONCE).with_for_update(skip_locked=True)))
    closed = some.values(state=AccountState.DORMANT, changed_at=now).returning(_account.c.id)
    return session.execute(closed).scalars().all()


def wait_for_other_loads(session: Session, viewer: Viewer) -> None:
    """Hold the load lock until the transaction ends. Raises OperationalError (55P03) after 5 s of waiting."""
    hold_load_lock(session, LOAD_LOCK)


def known(session: Session, viewer: Viewer, name_keys: Collection[bytes]) -> Sequence[Row]:
    """Those of the usernames that an account has: `name_key`, and `source_key` where it was moved here."""
    theirs = select(Account.name_key, Account.source_key).where(Account.name_key.in_(name_keys))
    return session.execute(theirs).all()


def take_usernames(
    session: Session, viewer: Viewer, owners: Mapping[bytes, UUID], now: datetime
) -> set[bytes]:
    """Give free usernames to accounts to come; those that were free."""
    fresh = insert(_username).values(
        [{"name_key": name_key, "account_id": account_id} for name_key, account_id in owners.items()]
    )
    new = {
        "account_id": fresh.excluded.account_id,
        "sign_up_id": None,
        "member_key": None,
        "held_until": None,
    }
    taken = fresh.on_conflict_do_update(
        index_elements=["name_key"], set_=new, where=Username.held_until <= now
    )
    return set(session.execute(taken.returning(_username.c.name_key)).scalars())


def add(session: Session, viewer: Viewer, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Write accounts; the ids of those that were written: a member who has one gets no second."""
    fresh = insert(_account).values(list(rows)).on_conflict_do_nothing().returning(_account.c.id)
    return set(session.execute(fresh).scalars())


def give_back(session: Session, viewer: Viewer, account_ids: Collection[UUID]) -> None:
    """Free the usernames of accounts that were not written."""
    session.execute(delete(_username).where(Username.account_id.in_(account_ids)))


def without_keys(session: Session, viewer: Viewer) -> Sequence[Row]:
    """Some accounts that can't be found by address or name yet, locked."""
    some = select(_account.c.id, _account.c.profile).where(Account.email_key.is_(None)).limit(AT_ONCE)
    return session.execute(some.with_for_update(skip_locked=True)).all()


def set_keys(session: Session, viewer: Viewer, account_id: UUID, email_key: bytes, name_keys: list) -> None:
    """Make an account found by address and name."""
    which = update(_account).where(Account.id == account_id)
    session.execute(which.values(email_key=email_key, name_keys=name_keys))
