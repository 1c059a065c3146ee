"""Questions about offices' access, and the roster."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, delete, exists, func, insert, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from member.models import CoverageSpan, Member, OfficeAccess, OfficePractitioner, OfficeScope, PcpSpan
from member.rules.office_access import Reach
from servicekit.work import Viewer

_access, _scope = OfficeAccess.__table__, OfficeScope.__table__
_KEPT = ("account_id", "billing_provider_id", "role", "grants", "version")


def own(session: Session, viewer: Viewer) -> Row | None:
    """What the viewer may do in the context of her token; None when that is nobody's, hers no more, or
    somebody else's."""
    mine = select(_access).where(
        OfficeAccess.context_id == viewer.context_id,
        OfficeAccess.account_id == viewer.account_id,
        OfficeAccess.ended_at.is_(None),
    )
    return session.execute(mine).one_or_none()


def keep(session: Session, viewer: Viewer, access: Mapping[str, Any]) -> None:
    """Take the newest word of a context; an older one, or one of an ended context, changes nothing."""
    row = upsert(_access).values(**access)
    newer = and_(OfficeAccess.ended_at.is_(None), OfficeAccess.version < row.excluded.version)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["context_id"], set_={name: row.excluded[name] for name in _KEPT}, where=newer
        )
    )


def end(session: Session, viewer: Viewer, context_ids: Sequence[UUID], now: datetime) -> None:
    """These contexts are over for good, heard of or not."""
    for context_id in context_ids:
        row = upsert(_access).values(context_id=context_id, ended_at=now)
        session.execute(
            row.on_conflict_do_update(
                index_elements=["context_id"],
                set_={"ended_at": func.coalesce(OfficeAccess.ended_at, row.excluded.ended_at)},
            )
        )


def keep_scope(
    session: Session, viewer: Viewer, office: UUID, version: int, practitioners: Iterable[Mapping[str, Any]]
) -> None:
    """Take the newest list of an office's practitioners; an older one changes nothing."""
    row = upsert(_scope).values(billing_provider_id=office, version=version)
    taken = row.on_conflict_do_update(
        index_elements=["billing_provider_id"],
        set_={"version": row.excluded.version},
        where=OfficeScope.version < row.excluded.version,
    )
    if session.execute(taken.returning(OfficeScope.version)).one_or_none() is None:
        return
    session.execute(delete(OfficePractitioner).where(OfficePractitioner.billing_provider_id == office))
    rows = [{"billing_provider_id": office, **practitioner} for practitioner in practitioners]
    if rows:
        session.execute(insert(OfficePractitioner), rows)


def roster(
    session: Session,
    viewer: Viewer,
    office: UUID,
    reach: Reach,
    today: date,
    *,
    practitioner_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> Sequence[Row]:
    """Members whose doctor of today works for the office today, within reach, and whom the doctor's line
    covers today: doctor by doctor, by name."""
    span = PcpSpan
    wanted = (
        select(
            span.id, span.member_key, span.line, span.provider_id, span.provider, span.starts_on,
            span.ends_on, Member.first_name, Member.last_name, Member.member_id_sealed, Member.date_of_birth,
        )
        .join(Member, Member.key == span.member_key)
        .where(span.provider_id.in_(_in_scope(office, reach, today)), _runs(today), _covered(today))
    )  # fmt: skip
    if practitioner_id is not None:
        wanted = wanted.where(span.provider_id == practitioner_id)
    if after is not None:
        wanted = wanted.where(_behind(after, _in_scope(office, reach, today)))
    return session.execute(wanted.order_by(*_order()).limit(limit)).all()


def _in_scope(office: UUID, reach: Reach, today: date) -> Select:
    here = OfficePractitioner
    found = select(here.practitioner_id).where(
        here.billing_provider_id == office,
        here.starts_on <= today,
        or_(here.ends_on.is_(None), here.ends_on >= today),
    )
    return found if reach.everyone else found.where(here.practitioner_id.in_(reach.practitioners))


def _runs(today: date) -> ColumnElement[bool]:
    return and_(PcpSpan.starts_on <= today, or_(PcpSpan.ends_on.is_(None), PcpSpan.ends_on >= today))


def _covered(today: date) -> ColumnElement[bool]:
    """A doctor stays written down when coverage ends; her patient is nobody's then."""
    spans = (CoverageSpan.member_key == PcpSpan.member_key, CoverageSpan.line == PcpSpan.line)
    until = or_(CoverageSpan.ends_on.is_(None), CoverageSpan.ends_on >= today)
    return exists().where(*spans, CoverageSpan.starts_on <= today, until)


def _order() -> tuple:
    return (PcpSpan.provider_id, Member.last_name, Member.first_name, PcpSpan.id)


def _behind(after: UUID, in_scope: Select) -> ColumnElement[bool]:
    """Behind an entry within reach; behind another office's there is as little as behind none."""
    last = (
        select(PcpSpan.provider_id, Member.last_name, Member.first_name, PcpSpan.id)
        .join(Member, Member.key == PcpSpan.member_key)
        .where(PcpSpan.id == after, PcpSpan.provider_id.in_(in_scope))
    )
    return tuple_(*_order()) > last.scalar_subquery()
