"""Asking for a doctor whom the rules refuse (R227). Who decides is in `staff.pcp_exceptions`."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.errors import InvalidInput, NotFound
from contracts.member.errors import PcpExceptionNotNeeded, PcpExceptionOpen
from member.operations.pcp_changes import Wish, find_doctor, kept, sealed_reason
from member.operations.pcp_shown import shown_exception
from member.repository import coverage, pcp_exceptions
from member.rules.pcp_dates import next_start
from member.rules.pcp_limits import may_begin
from servicekit import clock
from servicekit.work import Work

MEMBER_REQUEST = "member_request"


def submit_pcp_exception(
    work: Work,
    line: str,
    provider_id: UUID,
    effective_on: date | None,
    reason_text: str,
    reason: str = MEMBER_REQUEST,
    by_staff: bool = False,
) -> dict[str, Any]:
    """Ask for it; the fields of `PcpExceptionSubmitted`.

    Raises InvalidInput, NotFound, NotCovered, PcpIsCurrent, PcpExceptionNotNeeded, PcpExceptionOpen.
    """
    today = clock.today(work.settings.plan_zone)
    rule = next_start(today)
    start = effective_on or rule
    if not may_begin(start, today, rule):
        raise InvalidInput(fields={"effective_on": ["field.invalid_date"]})
    found = find_doctor(work, Wish(line, provider_id, reason, start, rule, despite_limits=True))
    if not found.broken:
        raise PcpExceptionNotNeeded()
    asked = {
        "line": line,
        "provider_id": provider_id,
        "provider": kept(found.doctor),
        "rules": found.broken,
        "wished_on": start if start < rule else None,
        "reason": reason,
        "reason_sealed": sealed_reason(work, reason_text),
        "submitted_by": str(work.viewer.account_id),
        "by_staff": by_staff,
        "submitted_at": clock.now(),
    }
    return _submit(work, asked)


def _submit(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    with work.transaction() as tx:
        if coverage.hold_own_member(tx.session, work.viewer) is None:
            raise NotFound()
        waiting = pcp_exceptions.own_open(tx.session, work.viewer, asked["line"])
        if waiting is not None:
            raise PcpExceptionOpen(number=waiting.number)
        return tx.answer({"exception": shown_exception(pcp_exceptions.add(tx.session, work.viewer, **asked))})
