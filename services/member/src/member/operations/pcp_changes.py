"""Changing the primary doctor: the request, its cancelling, and the day on which it happens (R129–R136)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.member import events
from contracts.member.errors import NotCovered, PcpIsCurrent
from member.adapters import directory
from member.operations.doctors import chosen_line, known_doctors, own_change
from member.operations.pcp_shown import coming, lasts
from member.repository import coverage, pcp
from member.rules.coverage import Span
from member.rules.pcp_dates import age_on, next_start
from servicekit import clock
from servicekit.work import Tx, Work

REASON_PURPOSE = "member.pcp_reason"


def change_pcp(
    work: Work, line: str, provider_id: UUID, reason: str, reason_text: str | None = None
) -> dict[str, Any]:
    """Make the doctor hers from the first of the next month on. A change that waits is replaced.

    The place in the doctor's panel is taken before anything is written here; when this process dies in
    between, the directory gives the place back. Raises NotCovered, PcpIsCurrent, PcpUnavailable, NotFound.
    """
    start = next_start(clock.today(work.settings.plan_zone))
    with work.reading() as session:
        member = coverage.own_member(session, work.viewer)
        spans = pcp.own_spans(session, work.viewer)
        _check(coverage.own_spans(session, work.viewer), spans, line, provider_id, start)
    doctor = directory.reserve_place(
        work,
        provider_id,
        member_key=member.key,
        line=line,
        age=age_on(member.date_of_birth, start),
        sex=member.sex,
        known=provider_id in known_doctors(spans),
        effective_on=start,
    )
    asked = {"line": line, "provider_id": provider_id, "provider": _kept(doctor), "reason": reason}
    return _save(work, asked, reason_text, start)


def cancel_pcp_change(work: Work, change_id: UUID) -> None:
    """Stay with the doctor of today. Raises NotFound when nothing waits under this id."""
    with work.transaction() as tx:
        coverage.hold_own_member(tx.session, work.viewer)
        change = own_change(pcp.own_pending(tx.session, work.viewer), change_id)
        withdraw(work, tx, change, "cancelled")


def withdraw(work: Work, tx: Tx, change: Row, why: str) -> None:
    """Settle a pending change that will not happen, and tell."""
    pcp.settle(tx.session, work.viewer, change, why, clock.now())
    tx.tell(
        events.pcp_change_withdrawn,
        about=change.member_key,
        change_id=change.id,
        member_key=change.member_key,
        line=change.line,
        provider_id=change.provider_id,
        why=why,
    )


def _check(covered: Sequence[Span], spans: Sequence[Row], line: str, provider_id: UUID, start: date) -> None:
    if chosen_line(covered, start, line) is None:
        raise NotCovered()
    for span in spans:
        if (span.line, span.provider_id) == (line, provider_id) and lasts(span, start):
            raise PcpIsCurrent()


def _save(work: Work, asked: dict[str, Any], reason_text: str | None, start: date) -> dict[str, Any]:
    now = clock.now()
    with work.transaction() as tx:
        if coverage.hold_own_member(tx.session, work.viewer) is None:
            raise NotFound()
        waiting = [c for c in pcp.own_pending(tx.session, work.viewer) if c.line == asked["line"]]
        for change in waiting:
            withdraw(work, tx, change, "replaced")
        covered, spans = (find.own_spans(tx.session, work.viewer) for find in (coverage, pcp))
        _check(covered, spans, asked["line"], asked["provider_id"], start)
        request = {
            "effective_on": start,
            "reason_sealed": work.sealer.seal(REASON_PURPOSE, reason_text.encode()) if reason_text else None,
            "requested_by": str(work.viewer.account_id),
            "source": "member",
            "requested_at": now,
        }
        change = pcp.begin(tx.session, work.viewer, asked | request)
        tell_scheduled(tx, change)
        return tx.answer({"change": coming(change)})


def tell_scheduled(tx: Tx, change: Row) -> None:
    """The directory keeps the place until the day."""
    tx.tell(events.pcp_change_scheduled, about=change.member_key, **_told(change))


def roll_over(work: Work) -> None:
    """Void what has no coverage on its day, then tell of the changes whose day has come.

    It may run twice, late, or in two processes at once: each change is settled once, under its lock.
    """
    today = clock.today(work.settings.plan_zone)
    with work.transaction() as tx:
        for change in pcp.uncovered(tx.session, work.viewer):
            withdraw(work, tx, change, "voided")
    while _apply_some(work, today):
        pass


def _apply_some(work: Work, today: date) -> bool:
    with work.transaction() as tx:
        due = pcp.due(tx.session, work.viewer, today)
        pcp.mark_applied(tx.session, work.viewer, [change.id for change in due], clock.now())
        for change in due:
            tx.tell(events.pcp_changed, about=change.member_key, **_told(change))
        return bool(due)


def _told(change: Row) -> dict[str, Any]:
    return {
        "change_id": change.id,
        "member_key": change.member_key,
        "line": change.line,
        "provider_id": change.provider_id,
        "earlier_provider_id": change.earlier_provider_id,
        "effective_on": change.effective_on,
    }


def _kept(doctor: dict[str, Any]) -> dict[str, Any]:
    """The copy that is kept, as plain JSON."""
    return doctor | {"provider_id": str(doctor["provider_id"])}
