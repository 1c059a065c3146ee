"""The queue of requests for a doctor whom the rules refuse, and deciding them (R227)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.member.errors import PcpExceptionSettled, PcpIsCurrent
from member.models import PcpException
from member.operations import pcp_changes, pcp_exceptions
from member.operations.pcp_changes import REASON_PURPOSE, Wish, sealed_reason
from member.operations.pcp_shown import coming, shown_exception
from member.operations.staff.acting import BY_STAFF, for_member
from member.operations.staff.pcp_changes import day_allowed
from member.repository import coverage
from member.repository import pcp_exceptions as requests
from member.repository.desks import PAGE
from member.rules.pcp_dates import next_start
from member.rules.pcp_limits import day_of
from servicekit import clock
from servicekit.work import Tx, Work


def submit_pcp_exception_for_member(work: Work, member_key: UUID, **asked: Any) -> dict[str, Any]:
    """Ask on her behalf; raises what `submit_pcp_exception` raises."""
    return pcp_exceptions.submit_pcp_exception(for_member(work, member_key), **asked, by_staff=True)


def search_pcp_exceptions(work: Work, state: str, after: int | None) -> dict[str, Any]:
    """The fields of `PcpExceptions`."""
    with work.reading() as session:
        found = requests.queue(session, work.viewer, state, after)
    listed = [shown_exception(row) | {"member_key": row.member_key} for row in found[:PAGE]]
    return {"exceptions": listed, "next": found[PAGE - 1].number if len(found) > PAGE else None}


def change_pcp_exception(
    work: Work,
    exception_id: UUID,
    decision: str,
    effective_on: date | None,
    denial: str | None,
    reason_text: str,
) -> dict[str, Any]:
    """Decide, once however many do; the fields of `PcpExceptionDecided`.

    Raises NotFound, PcpExceptionSettled; for an approval that can't be made InvalidInput, NotCovered,
    PcpIsCurrent, and the request stays open.
    """
    with work.reading() as session:
        asked = requests.find(session, work.viewer, exception_id)
    if asked is None:
        raise NotFound()
    if asked.state != "open":
        raise PcpExceptionSettled(state=asked.state)
    if decision == "approve":
        return _approve(work, asked, effective_on, reason_text)
    with work.transaction() as tx:
        request = _hold(work, tx, asked)
        request.deny(denial, str(work.viewer.account_id), sealed_reason(work, reason_text), clock.now())
        return tx.answer({"exception": shown_exception(request), "change": None})


def _approve(work: Work, asked: Row, effective_on: date | None, reason_text: str) -> dict[str, Any]:
    hers, wish = for_member(work, asked.member_key), _wish(work, asked, effective_on, reason_text)
    found = _find_doctor(hers, asked, wish)
    with work.transaction() as tx:
        request = _hold(work, tx, asked)
        change = pcp_changes.save(hers, tx, wish, found)
        by, sealed = str(work.viewer.account_id), sealed_reason(work, reason_text)
        request.approve(change.id, by, sealed, clock.now())
        return tx.answer({"exception": shown_exception(request), "change": coming(change)})


def _find_doctor(hers: Work, asked: Row, wish: Wish) -> pcp_changes.Found:
    """The doctor, who is hers already when somebody else has just approved the request."""
    try:
        return pcp_changes.find_doctor(hers, wish)
    except PcpIsCurrent:
        with hers.reading() as session:
            state = requests.find(session, hers.viewer, asked.id).state
        if state != "open":
            raise PcpExceptionSettled(state=state) from None
        raise


def _wish(work: Work, asked: Row, effective_on: date | None, reason_text: str) -> Wish:
    today = clock.today(work.settings.plan_zone)
    rule = next_start(today)
    start = day_allowed(work, effective_on or day_of(asked.wished_on, today, rule))
    own_words = work.sealer.unseal(REASON_PURPOSE, asked.reason_sealed).decode()
    return Wish(
        asked.line, asked.provider_id, asked.reason, start, rule, own_words, BY_STAFF,
        despite_limits=True, exception_reason=reason_text,
    )  # fmt: skip


def _hold(work: Work, tx: Tx, asked: Row) -> PcpException:
    """The request, still open; her row first, as everywhere. Raises PcpExceptionSettled."""
    coverage.hold_own_member(tx.session, for_member(work, asked.member_key).viewer)
    request = requests.hold(tx.session, work.viewer, asked.id)
    if request is None:
        raise NotFound()
    if request.state != "open":
        raise PcpExceptionSettled(state=request.state)
    return request
