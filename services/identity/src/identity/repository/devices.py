"""Devices on which an account logged in before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.models import Account, Device
from servicekit.work import Viewer

_fresh = insert(Device.__table__)
_REMEMBER = _fresh.on_conflict_do_update(
    index_elements=["token_key"], set_={"last_used_at": _fresh.excluded.last_used_at}
)


def is_known(session: Session, viewer: Viewer, token_key: bytes, name_key: bytes, since: datetime) -> bool:
    """Whether the account with this username logged in on the device."""
    known = select(Device.token_key).join(Account, Account.id == Device.account_id)
    mine = known.where(
        Device.token_key == token_key, Account.name_key == name_key, Device.last_used_at >= since
    )
    return session.execute(mine).scalar() is not None


def remember(session: Session, viewer: Viewer, token_key: bytes, account_id: UUID, now: datetime) -> None:
    """Write down that the account logged in on the device."""
    values = {"token_key": token_key, "account_id": account_id, "created_at": now, "last_used_at": now}
    session.execute(_REMEMBER, values)


def subjects(session: Session, viewer: Viewer, account_id: UUID) -> list[bytes]:
    """The devices' digests, under which their attempts are counted."""
    return list(session.execute(select(Device.token_key).where(Device.account_id == account_id)).scalars())


def forget_all(session: Session, viewer: Viewer, account_id: UUID) -> None:
    """No device of the account is known any more."""
    session.execute(delete(Device.__table__).where(Device.account_id == account_id))


def forget_unused(session: Session, viewer: Viewer, before: datetime) -> None:
    """Remove devices that were last used before this moment."""
    session.execute(delete(Device.__table__).where(Device.last_used_at < before))
