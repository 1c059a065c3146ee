"""Writing down that a record is looked at, in the transaction that reads it; and reading that (R237)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.procedures import MEMBER_SERVICES
from member.operations.record_looks import page, shown
from member.operations.staff.acting import for_member
from member.repository import coverage, looks
from member.repository.desks import PAGE
from servicekit import clock
from servicekit.work import Tx, Work

PURPOSE = "member.look_reason"
GOES_ON = timedelta(minutes=30)
"""So long one look stands for the next."""


def list_record_looks_for_staff(
    work: Work, member_key: UUID, after: UUID | None, **why: Any
) -> dict[str, Any]:
    """The fields of `StaffRecordLooks`. Raises NotFound."""
    with work.transaction() as tx:
        open_record(work, tx, member_key)
        look_id = look(work, tx, member_key, "looks", **why)
        found = looks.of_member(tx.session, work.viewer, member_key, after)
    return page(found, [_shown(work, row) for row in found[:PAGE]]) | {"look_id": look_id}


def open_record(work: Work, tx: Tx, member_key: UUID) -> Row:
    """The member's row. Raises NotFound."""
    member = coverage.own_member(tx.session, for_member(work, member_key).viewer)
    if member is None:
        raise NotFound()
    return member


def look(
    work: Work,
    tx: Tx,
    member_key: UUID,
    what: str,
    reason: str | None,
    reason_text: str | None,
    look_id: UUID | None,
) -> UUID:
    """Write the look down; its id. Raises NotFound when `look_id` is no look of one's own that goes on."""
    sealed = work.sealer.seal(PURPOSE, reason_text.encode()) if reason_text else None
    if look_id is not None:
        before = looks.recent(tx.session, work.viewer, look_id, member_key, clock.now() - GOES_ON)
        if before is None:
            raise NotFound()
        reason, sealed = before.reason, before.reason_sealed
    return looks.note(
        tx.session, work.viewer, member_key, role=MEMBER_SERVICES, what=what, reason=reason,
        reason_sealed=sealed, at=clock.now(),
    )  # fmt: skip


def _shown(work: Work, row: Row) -> dict[str, Any]:
    sealed = row.reason_sealed
    return shown(row) | {
        "account_id": UUID(row.looker),
        "reason_text": work.sealer.unseal(PURPOSE, sealed).decode() if sealed else None,
    }
