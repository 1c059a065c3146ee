"""Questions about a member's preferences."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from member.models import PreferenceChange, Preferences
from member.repository.coverage import own_key
from servicekit.work import Viewer

_wishes, _change = Preferences.__table__, PreferenceChange.__table__
FIRST = 2
"""The version of a first choice; 1 is that of the defaults."""


def own(session: Session, viewer: Viewer) -> Row | None:
    """What the viewer chose."""
    return session.execute(select(_wishes).where(Preferences.member_key == own_key(viewer))).one_or_none()


def save(session: Session, viewer: Viewer, now: datetime, **values: Any) -> None:
    """Keep the viewer's choice as its next version, and in its history."""
    fresh = insert(_wishes).values(member_key=own_key(viewer), changed_at=now, version=FIRST, **values)
    changes = {name: fresh.excluded[name] for name in (*values, "changed_at")}
    kept = fresh.on_conflict_do_update(
        index_elements=["member_key"],
        set_=changes | {"version": Preferences.version + 1},
    )
    version = session.execute(kept.returning(_wishes.c.version)).scalar_one()
    said = {"version": version, "changed_by": str(viewer.account_id), "wishes": values, "at": now}
    session.execute(insert(_change).values(member_key=own_key(viewer), **said))
