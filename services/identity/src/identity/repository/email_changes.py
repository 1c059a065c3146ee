"""New addresses that wait for their code."""

from datetime import datetime

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.models import EmailChange
from identity.repository.accounts import NOBODY
from servicekit.work import Viewer

PURPOSE = "email_change"
_change = EmailChange.__table__


def put(session: Session, viewer: Viewer, profile: str, now: datetime, until: datetime) -> None:
    """Write the viewer's change in place of an earlier one."""
    fresh = insert(_change).values(
        account_id=viewer.account_id, profile=profile, created_at=now, expires_at=until
    )
    new = {name: fresh.excluded[name] for name in ("profile", "created_at", "expires_at")}
    session.execute(fresh.on_conflict_do_update(index_elements=["account_id"], set_=new))


def own(session: Session, viewer: Viewer, now: datetime) -> Row | None:
    """The viewer's change, unless its time is over."""
    mine = select(_change).where(_change.c.account_id == (viewer.account_id or NOBODY))
    return session.execute(mine.where(_change.c.expires_at > now)).one_or_none()


def finish(session: Session, viewer: Viewer) -> None:
    """Nothing waits any more."""
    session.execute(delete(_change).where(_change.c.account_id == viewer.account_id))


def forget(session: Session, viewer: Viewer, before: datetime) -> None:
    """Remove changes whose time was over before this moment."""
    session.execute(delete(_change).where(_change.c.expires_at < before))
