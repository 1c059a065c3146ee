"""One-time codes: one per purpose and subject, redeemed once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.models import Code
from servicekit.work import Viewer


def issue(
    session: Session,
    viewer: Viewer,
    purpose: str,
    subject: UUID,
    code_key: bytes,
    now: datetime,
    until: datetime,
) -> None:
    """Write a new code in place of an earlier one (R105)."""
    fresh = insert(Code.__table__).values(
        purpose=purpose, subject=subject, code_key=code_key, issued_at=now, expires_at=until, used_at=None
    )
    new = {name: fresh.excluded[name] for name in ("code_key", "issued_at", "expires_at", "used_at")}
    session.execute(fresh.on_conflict_do_update(index_elements=["purpose", "subject"], set_=new))


def find(session: Session, viewer: Viewer, purpose: str, subject: UUID) -> Row | None:
    """The code as it is stored."""
    which = (Code.purpose == purpose) & (Code.subject == subject)
    return session.execute(select(Code.code_key, Code.expires_at, Code.used_at).where(which)).one_or_none()


def redeem(
    session: Session, viewer: Viewer, purpose: str, subject: UUID, code_key: bytes, now: datetime
) -> bool:
    """Use the code up. True for one caller, however many try at once."""
    good = (Code.code_key == code_key) & Code.used_at.is_(None) & (Code.expires_at > now)
    mine = update(Code.__table__).where(Code.purpose == purpose, Code.subject == subject, good)
    return session.execute(mine.values(used_at=now).returning(Code.subject)).scalar() is not None


def revoke(session: Session, viewer: Viewer, purpose: str, subject: UUID) -> None:
    """Whatever was mailed for this is good for nothing any more."""
    session.execute(delete(Code.__table__).where(Code.purpose == purpose, Code.subject == subject))
