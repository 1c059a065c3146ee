"""Questions about primary doctors."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from contracts.procedures import MAILROOM
from member.models import CoverageSpan, PcpChange, PcpSpan
from member.repository.coverage import own_key
from member.repository.desks import only
from servicekit.work import Viewer

_span, _change = PcpSpan.__table__, PcpChange.__table__
_PENDING = PcpChange.state == "pending"
DAY = timedelta(days=1)
BATCH = 500


def own_spans(session: Session, viewer: Viewer) -> Sequence[Row]:
    """The viewer's doctors of all times, the newest first."""
    mine = select(_span).where(PcpSpan.member_key == own_key(viewer))
    return session.execute(mine.order_by(PcpSpan.starts_on.desc(), PcpSpan.line)).all()


def spans_of(session: Session, viewer: Viewer, member_keys: Sequence[UUID], day: date) -> Sequence[Row]:
    """The doctors that day of many members, for the mailroom."""
    only(viewer, MAILROOM)
    found = select(_span).where(PcpSpan.member_key.in_(member_keys), _covers(day))
    return session.execute(found).all()


def own_pending(session: Session, viewer: Viewer) -> Sequence[Row]:
    """The viewer's changes that wait for their day, one per line at most."""
    mine = select(_change).where(PcpChange.member_key == own_key(viewer), _PENDING)
    return session.execute(mine.order_by(PcpChange.line)).all()


def begin(session: Session, viewer: Viewer, values: dict[str, Any]) -> Row:
    """Write a pending change and the span it stands for; the span that ran then ends the day before."""
    day, line = values["effective_on"], values["line"]
    running = and_(PcpSpan.member_key == own_key(viewer), PcpSpan.line == line, _covers(day))
    before = session.execute(select(_span.c.provider_id, _span.c.ends_on).where(running)).one_or_none()
    session.execute(update(_span).where(running).values(ends_on=day - DAY))
    earlier = {
        "earlier_provider_id": before.provider_id if before else None,
        "earlier_ends_on": before.ends_on if before else None,
    }
    new = {name: values[name] for name in ("line", "provider_id", "provider")}
    session.execute(
        insert(_span).values(
            member_key=own_key(viewer), starts_on=day, created_at=values["requested_at"], **new
        )
    )
    change = insert(_change).values(member_key=own_key(viewer), state="pending", **values, **earlier)
    return session.execute(change.returning(_change)).one()


def settle(session: Session, viewer: Viewer, change: Row, state: str, now: datetime) -> None:
    """A pending change that will not happen: its span goes, and the doctor before it stays on."""
    session.execute(
        update(_change).where(PcpChange.id == change.id, _PENDING).values(state=state, settled_at=now)
    )
    mine = and_(PcpSpan.member_key == change.member_key, PcpSpan.line == change.line)
    session.execute(delete(_span).where(mine, PcpSpan.starts_on == change.effective_on))
    if change.earlier_provider_id is not None:
        before = and_(mine, PcpSpan.ends_on == change.effective_on - DAY)
        session.execute(update(_span).where(before).values(ends_on=change.earlier_ends_on))


def uncovered(session: Session, viewer: Viewer) -> Sequence[Row]:
    """Pending changes of members whom the line will not cover on the day, locked (R136)."""
    return _held(session, select(_change).where(_PENDING, ~_covered_on_its_day()))


def due(session: Session, viewer: Viewer, today: date) -> Sequence[Row]:
    """Pending changes whose day has come and whom the line covers on it, locked; those that another process
    has are left to it."""
    come = PcpChange.effective_on <= today
    return _held(session, select(_change).where(_PENDING, come, _covered_on_its_day()))


def mark_applied(session: Session, viewer: Viewer, ids: Sequence[UUID], now: datetime) -> None:
    """Their day has come."""
    session.execute(update(_change).where(PcpChange.id.in_(ids)).values(state="applied", settled_at=now))


def give_first(session: Session, viewer: Viewer, spans: Sequence[dict[str, Any]], now: datetime) -> None:
    """A doctor for members who never had one in the line; each span is a row's values."""
    if not spans:
        return
    had = select(_span.c.member_key, _span.c.line).where(
        PcpSpan.member_key.in_([span["member_key"] for span in spans])
    )
    have = {(row.member_key, row.line) for row in session.execute(had)}
    fresh = [span | {"created_at": now} for span in spans if (span["member_key"], span["line"]) not in have]
    if fresh:
        session.execute(insert(_span), fresh)


def renew_copies(session: Session, viewer: Viewer, provider_id: UUID, card: dict[str, Any]) -> None:
    """Keep the directory's newest word of a doctor."""
    session.execute(update(_span).where(PcpSpan.provider_id == provider_id).values(provider=card))
    waiting = update(_change).where(PcpChange.provider_id == provider_id, _PENDING)
    session.execute(waiting.values(provider=card))


def _held(session: Session, wanted: Any) -> Sequence[Row]:
    ordered = wanted.order_by(PcpChange.effective_on).limit(BATCH)
    return session.execute(ordered.with_for_update(skip_locked=True)).all()


def _covered_on_its_day() -> Any:
    return exists().where(
        CoverageSpan.member_key == PcpChange.member_key,
        CoverageSpan.line == PcpChange.line,
        CoverageSpan.starts_on <= PcpChange.effective_on,
        or_(CoverageSpan.ends_on.is_(None), CoverageSpan.ends_on >= PcpChange.effective_on),
    )


def _covers(day: date) -> Any:
    return and_(PcpSpan.starts_on <= day, func.coalesce(PcpSpan.ends_on, day) >= day)
