"""Addresses that members reported, sent on to enrolment (R142)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.procedures import MEMBER_SERVICES
from member.operations.cards import CONTACT_PURPOSE, unsealed
from member.operations.enrolling import MEMBER_ID_PURPOSE
from member.repository import address_reports, looks
from member.repository.desks import PAGE
from servicekit import clock
from servicekit.work import Work

SHOWN = (
    "number", "member_key", "first_name", "last_name", "date_of_birth", "action", "use", "state",
    "reported_at", "forwarded_at",
)  # fmt: skip


def search_address_reports(work: Work, state: str, after: int | None) -> dict[str, Any]:
    """The fields of `AddressReports`. Whoever stands on the page has a look in her record."""
    with work.transaction() as tx:
        found = address_reports.queue(tx.session, work.viewer, state, after)
        looks.note_many(
            tx.session, work.viewer, [row.member_key for row in found[:PAGE]], role=MEMBER_SERVICES,
            what="address_reports", reason="address_report", at=clock.now(),
        )  # fmt: skip
    listed = [_shown(work, row) for row in found[:PAGE]]
    return {"reports": listed, "next": found[PAGE - 1].number if len(found) > PAGE else None}


def record_address_reports_forwarded(work: Work, report_ids: list[UUID]) -> dict[str, Any]:
    """They were sent on; the fields of `AddressReportsForwarded`."""
    with work.transaction() as tx:
        moved = address_reports.forward(tx.session, work.viewer, report_ids, clock.now())
        return tx.answer({"forwarded": list(moved)})


def _shown(work: Work, row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SHOWN} | {
        "report_id": row.id,
        "member_id": work.sealer.unseal(MEMBER_ID_PURPOSE, row.member_id_sealed).decode(),
        "address": unsealed(work.sealer, CONTACT_PURPOSE, row.sealed),
    }
