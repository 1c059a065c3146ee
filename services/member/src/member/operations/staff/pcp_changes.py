"""Changes of doctor that staff make for a member (R131, R136, R225)."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.errors import InvalidInput
from member.operations import doctors, pcp_changes
from member.operations.pcp_changes import Wish
from member.operations.pcp_shown import coming
from member.operations.staff.acting import BY_STAFF, for_member
from member.rules.pcp_dates import next_start
from member.rules.pcp_limits import may_begin
from servicekit import clock
from servicekit.work import Work


def search_pcps_for_member(work: Work, member_key: UUID, **criteria: Any) -> dict[str, Any]:
    """The fields of `FoundDoctors`. Raises InvalidInput, NotCovered, Unavailable."""
    return doctors.search_pcps(for_member(work, member_key), **criteria)


def change_pcp_for_member(
    work: Work,
    member_key: UUID,
    line: str,
    provider_id: UUID,
    reason: str,
    reason_text: str | None,
    effective_on: date | None,
    despite_limits: bool,
    exception_reason: str | None,
) -> dict[str, Any]:
    """Make the doctor hers: by the rules, or as an exception with a reason in writing.

    Raises InvalidInput, NotFound, NotCovered, PcpIsCurrent, PcpUnavailable.
    """
    rule = next_start(clock.today(work.settings.plan_zone))
    start = day_allowed(work, effective_on or rule)
    hers = for_member(work, member_key)
    wish = Wish(
        line, provider_id, reason, start, rule, reason_text, BY_STAFF, despite_limits, exception_reason
    )
    found = pcp_changes.find_doctor(hers, wish)
    with work.transaction() as tx:
        return tx.answer({"change": coming(pcp_changes.save(hers, tx, wish, found))})


def cancel_pcp_change_for_member(work: Work, member_key: UUID, change_id: UUID) -> None:
    """She stays with the doctor of today. Raises NotFound."""
    pcp_changes.cancel_pcp_change(for_member(work, member_key), change_id)


def day_allowed(work: Work, day: date) -> date:
    """The day, if a change may begin on it as an exception. Raises InvalidInput."""
    today = clock.today(work.settings.plan_zone)
    if not may_begin(day, today, next_start(today)):
        raise InvalidInput(fields={"effective_on": ["field.invalid_date"]})
    return day
