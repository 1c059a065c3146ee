"""The roster of an office (R018, R019, R136, R186)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.member.errors import FeatureNotGranted
from contracts.member.roster import PAGE
from contracts.procedures import PROVIDER
from member.operations.enrolling import MEMBER_ID_PURPOSE
from member.repository import looks, office_access
from member.rules.office_access import Reach, reach
from servicekit import clock
from servicekit.work import Tx, Work

FEATURE = "report_rosters"


def list_roster(work: Work, practitioner_id: UUID | None, after: UUID | None) -> dict[str, Any]:
    """The fields of `Roster`. Raises FeatureNotGranted."""
    today = clock.today(work.settings.plan_zone)
    with work.transaction() as tx:
        office, mine = _reach(work, tx)
        found = office_access.roster(
            tx.session, work.viewer, office, mine, today,
            practitioner_id=practitioner_id, after=after, limit=PAGE + 1,
        )  # fmt: skip
        page = found[:PAGE]
        looks.note_many(
            tx.session, work.viewer, [row.member_key for row in page],
            role=PROVIDER, what="roster", reason="office_roster", at=clock.now(),
        )  # fmt: skip
    return {
        "entries": [_shown(work, row) for row in page],
        "as_of": today,
        "next": page[-1].id if len(found) > PAGE else None,
    }


def _reach(work: Work, tx: Tx) -> tuple[UUID, Reach]:
    access = office_access.own(tx.session, work.viewer)
    mine = reach(access.role, access.grants, FEATURE) if access else Reach()
    if not mine:
        raise FeatureNotGranted(feature=FEATURE)
    return access.billing_provider_id, mine


def _shown(work: Work, row: Row) -> dict[str, Any]:
    return {
        "entry_id": row.id,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "member_id": work.sealer.unseal(MEMBER_ID_PURPOSE, row.member_id_sealed).decode(),
        "date_of_birth": row.date_of_birth,
        "line": row.line,
        "doctor": row.provider,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }
