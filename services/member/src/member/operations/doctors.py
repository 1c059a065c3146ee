"""The primary doctor: who it is, was and will be; searching; changing (R115–R136)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput, NotFound
from contracts.member.errors import NotCovered
from member.adapters import directory
from member.operations.pcp_shown import coming, lasts, runs, shown, shown_exception
from member.repository import coverage, pcp, pcp_exceptions
from member.rules.coverage import Span, covers
from member.rules.pcp_dates import age_on, next_start
from member.rules.pcp_limits import OUT_OF_AREA, out_of_area
from servicekit import clock
from servicekit.work import Work


def get_pcp(work: Work) -> dict[str, Any]:
    """The fields of `MyPcp`."""
    with work.reading() as session:
        covered = coverage.own_spans(session, work.viewer)
        return page(work, session, covered, pcp_exceptions.own(session, work.viewer))


def page(work: Work, session: Session, covered: Sequence[Span], asked: Sequence[Row]) -> dict[str, Any]:
    """The fields of `MyPcp` of somebody with this coverage, who asked for these exceptions."""
    today = clock.today(work.settings.plan_zone)
    start = next_start(today)
    spans = pcp.own_spans(session, work.viewer)
    return {
        "lines": lines_on(covered, start),
        "current": [shown(span) for span in spans if runs(span, today)],
        "coming": [coming(change) for change in pcp.own_pending(session, work.viewer)],
        "past": [shown(span) for span in spans if span.ends_on is not None and span.ends_on < today],
        "exceptions": [shown_exception(request) for request in asked],
        "next_start": start,
    }


def search_pcps(work: Work, line: str | None, after: str | None, **criteria: str | None) -> dict[str, Any]:
    """The fields of `FoundDoctors`: a page of primary doctors of her line, the unavailable ones with the
    reason. Raises InvalidInput without a criterion, NotCovered, Unavailable."""
    wanted = {name: value for name, value in criteria.items() if value}
    if "zip_code" in wanted:
        wanted["zip_code"] = wanted["zip_code"][:5]
    if not wanted:
        raise InvalidInput(fields={"last_name": ["pcp.name_one_criterion"]})
    start = next_start(clock.today(work.settings.plan_zone))
    with work.reading() as session:
        member = coverage.own_member(session, work.viewer)
        covered = coverage.own_spans(session, work.viewer)
        spans = pcp.own_spans(session, work.viewer)
    line = chosen_line(covered, start, line)
    if member is None or line is None:
        raise NotCovered()
    mine = {span.provider_id for span in spans if span.line == line and lasts(span, start)}
    found = directory.search(
        work,
        wanted | {"after": after},
        line=line,
        age=age_on(member.date_of_birth, start),
        sex=member.sex,
        known=known_doctors(spans),
    )
    doctors = [_found(doctor, mine) for doctor in found["providers"]]
    return {"line": line, "doctors": doctors, "next": found["next"], "effective_on": start}


def lines_on(covered: Iterable[Span], day: date) -> list[str]:
    """The lines that cover her on that day."""
    return sorted({span.line for span in covered if covers(span, day)}, reverse=True)


def chosen_line(covered: Iterable[Span], day: date, line: str | None) -> str | None:
    """The line she chooses a doctor for: the one she named, if it covers her then, else her first."""
    lines = lines_on(covered, day)
    return line if line in lines else (lines[0] if lines and line is None else None)


def known_doctors(spans: Sequence[Row]) -> list[UUID]:
    """Doctors whose patient she is or was."""
    return list(dict.fromkeys(span.provider_id for span in spans))


def own_change(pending: Sequence[Row], change_id: UUID) -> Row:
    """The pending change with this id. Raises NotFound."""
    for change in pending:
        if change.id == change_id:
            return change
    raise NotFound()


def _found(doctor: dict[str, Any], mine: set[UUID]) -> dict[str, Any]:
    shown = dict(doctor)
    if doctor["provider_id"] in mine:
        shown |= {"available": False, "reason": "current"}
    elif doctor["available"] and out_of_area(doctor):
        shown |= {"available": False, "reason": OUT_OF_AREA}
    return shown
