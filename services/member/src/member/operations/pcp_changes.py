"""Changing the primary doctor: the request, its cancelling, and the day on which it happens (R129–R136)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import InvalidInput, NotFound
from contracts.member import events
from contracts.member.errors import NotCovered, PcpIsCurrent, PcpUnavailable
from member.adapters import directory
from member.operations.doctors import chosen_line, known_doctors, own_change
from member.operations.pcp_shown import coming, runs
from member.repository import coverage, pcp
from member.rules.coverage import Span
from member.rules.pcp_dates import age_on, next_start
from member.rules.pcp_limits import OUT_OF_AREA, broken, out_of_area
from servicekit import clock
from servicekit.work import Tx, Work

REASON_PURPOSE = "member.pcp_reason"
CARD = ("provider_id", "first_name", "last_name", "credential", "specialty", "practice")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which doctor from which day on, and on whose word. `despite_limits`: the doctor's terms don't count;
    `exception_reason` is why in writing, wherever a rule is set aside."""

    line: str
    provider_id: UUID
    reason: str
    start: date
    rule: date
    reason_text: str | None = None
    source: str = "member"
    despite_limits: bool = False
    exception_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The doctor's card, and the rules that this change breaks."""

    doctor: dict[str, Any]
    broken: list[str]


def change_pcp(
    work: Work, line: str, provider_id: UUID, reason: str, reason_text: str | None = None
) -> dict[str, Any]:
    """Make the doctor hers from the first of the next month on. A change that waits is replaced.

    Raises NotCovered, PcpIsCurrent, PcpUnavailable, NotFound.
    """
    rule = next_start(clock.today(work.settings.plan_zone))
    wish = Wish(line, provider_id, reason, rule, rule, reason_text)
    found = find_doctor(work, wish)
    with work.transaction() as tx:
        return tx.answer({"change": coming(save(work, tx, wish, found))})


def find_doctor(work: Work, wish: Wish) -> Found:
    """The doctor, in whose panel she now has a place if there is one.

    The place is taken before anything is written here; when this process dies in between, or nothing follows,
    the directory gives the place back. Raises NotCovered, PcpIsCurrent, PcpUnavailable, NotFound.
    """
    with work.reading() as session:
        member = coverage.own_member(session, work.viewer)
        spans = pcp.own_spans(session, work.viewer)
        _check(coverage.own_spans(session, work.viewer), spans, wish)
    asked = {"line": wish.line, "age": age_on(member.date_of_birth, wish.start), "sex": member.sex}
    known, refused = known_doctors(spans), None
    try:
        doctor = directory.reserve_place(
            work, wish.provider_id, member_key=member.key, known=wish.provider_id in known,
            effective_on=wish.start, **asked,
        )  # fmt: skip
    except PcpUnavailable as unavailable:
        if not wish.despite_limits:
            raise
        refused = unavailable.details["reason"]
        doctor = directory.find(work, wish.provider_id, known=known, **asked)
    if doctor is None:
        raise NotFound()
    if out_of_area(doctor) and not wish.despite_limits:
        raise PcpUnavailable(reason=OUT_OF_AREA)
    return Found(doctor, broken(doctor, wish.start, wish.rule, refused))


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


def _check(covered: Sequence[Span], spans: Sequence[Row], wish: Wish) -> None:
    if chosen_line(covered, wish.start, wish.line) is None:
        raise NotCovered()
    for span in spans:
        if (span.line, span.provider_id) == (wish.line, wish.provider_id) and runs(span, wish.start):
            raise PcpIsCurrent()


def save(work: Work, tx: Tx, wish: Wish, found: Found) -> Row:
    """Write the change and tell of it; one whose day has come is made at once.

    Raises NotFound, NotCovered, PcpIsCurrent; InvalidInput when a doctor began on that day or begins later.
    """
    if coverage.hold_own_member(tx.session, work.viewer) is None:
        raise NotFound()
    for change in pcp.own_pending(tx.session, work.viewer):
        if change.line == wish.line:
            withdraw(work, tx, change, "replaced")
    covered, spans = (find.own_spans(tx.session, work.viewer) for find in (coverage, pcp))
    _check(covered, spans, wish)
    if any(span.line == wish.line and span.starts_on >= wish.start for span in spans):
        raise InvalidInput(fields={"effective_on": ["field.invalid_date"]})
    change = pcp.begin(tx.session, work.viewer, _request(work, wish, found))
    tell_scheduled(tx, change)
    if change.effective_on <= clock.today(work.settings.plan_zone):
        _apply(work, tx, [change])
    return change


def _request(work: Work, wish: Wish, found: Found) -> dict[str, Any]:
    return {
        "line": wish.line,
        "provider_id": wish.provider_id,
        "provider": kept(found.doctor),
        "effective_on": wish.start,
        "reason": wish.reason,
        "reason_sealed": sealed_reason(work, wish.reason_text),
        "exceptions": found.broken,
        "exception_sealed": sealed_reason(work, wish.exception_reason),
        "requested_by": str(work.viewer.account_id),
        "source": wish.source,
        "requested_at": clock.now(),
    }


def sealed_reason(work: Work, text: str | None) -> str | None:
    """What somebody wrote down, as it is kept."""
    return work.sealer.seal(REASON_PURPOSE, text.encode()) if text else None


def tell_scheduled(tx: Tx, change: Row) -> None:
    """The directory keeps the place until the day."""
    tx.tell(events.pcp_change_scheduled, about=change.member_key, **_told(change))


def roll_over(work: Work) -> None:
    """Void what has no coverage on its day, then tell of the changes whose day has come.

    It may run twice, late, or in two processes at once: each change is settled once, under its lock.
    """
    today = clock.today(work.settings.plan_zone)
    while _void_some(work):
        pass
    while _apply_some(work, today):
        pass


def _void_some(work: Work) -> bool:
    with work.transaction() as tx:
        uncovered = pcp.uncovered(tx.session, work.viewer)
        for change in uncovered:
            withdraw(work, tx, change, "voided")
        return bool(uncovered)


def _apply_some(work: Work, today: date) -> bool:
    with work.transaction() as tx:
        due = pcp.due(tx.session, work.viewer, today)
        _apply(work, tx, due)
        return bool(due)


def _apply(work: Work, tx: Tx, due: Sequence[Row]) -> None:
    pcp.mark_applied(tx.session, work.viewer, [change.id for change in due], clock.now())
    for change in due:
        tx.tell(events.pcp_changed, about=change.member_key, **_told(change))


def _told(change: Row) -> dict[str, Any]:
    return {
        "change_id": change.id,
        "member_key": change.member_key,
        "line": change.line,
        "provider_id": change.provider_id,
        "earlier_provider_id": change.earlier_provider_id,
        "effective_on": change.effective_on,
    }


def kept(doctor: dict[str, Any]) -> dict[str, Any]:
    """The copy that is kept, as plain JSON."""
    return {name: doctor[name] for name in CARD} | {"provider_id": str(doctor["provider_id"])}
