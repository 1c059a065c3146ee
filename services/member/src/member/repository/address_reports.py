"""Addresses that members reported, on their way to enrolment (R142)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from contracts.procedures import MEMBER_SERVICES
from member.models import AddressReport, ContactPoint, Member
from member.repository.coverage import own_key
from member.repository.desks import PAGE, only
from servicekit.work import Viewer

_report, _point, _member = AddressReport.__table__, ContactPoint.__table__, Member.__table__


def add(session: Session, viewer: Viewer, **values: Any) -> None:
    """The viewer reported something."""
    session.execute(insert(_report).values(member_key=own_key(viewer), state="reported", **values))


def queue(session: Session, viewer: Viewer, state: str, after: int | None) -> Sequence[Row]:
    """The reports in a state behind number `after`, the oldest first, each with the entry and the person; one
    more than a page. What has become a confidential address meanwhile is not among them (R143)."""
    only(viewer, MEMBER_SERVICES)
    person = [_member.c[name] for name in ("first_name", "last_name", "date_of_birth", "member_id_sealed")]
    wanted = (
        select(_report, _point.c.use, _point.c.sealed, *person)
        .join(_point, _point.c.id == _report.c.contact_point_id)
        .join(_member, _member.c.key == _report.c.member_key)
        .where(_report.c.state == state, _report.c.number > (after or 0), _point.c.use != "confidential")
    )
    return session.execute(wanted.order_by(_report.c.number).limit(PAGE + 1)).all()


def forward(session: Session, viewer: Viewer, ids: Sequence[UUID], now: datetime) -> Sequence[UUID]:
    """Mark those that were not sent on before; which they are."""
    only(viewer, MEMBER_SERVICES)
    mine = update(_report).where(_report.c.id.in_(ids), _report.c.state == "reported")
    moved = mine.values(state="forwarded", forwarded_at=now, forwarded_by=str(viewer.account_id))
    return session.execute(moved.returning(_report.c.id)).scalars().all()
