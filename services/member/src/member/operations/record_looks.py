"""Who looked at a record (R237): what she reads of it herself."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from member.repository import looks
from member.repository.desks import PAGE
from servicekit.work import Work


def list_record_looks(work: Work, after: UUID | None) -> dict[str, Any]:
    """The fields of `RecordLooks`: in which role, what, when and why; no name and nothing written by hand."""
    with work.reading() as session:
        found = looks.own(session, work.viewer, after)
    return page(found, [shown(row) for row in found[:PAGE]])


def shown(row: Row) -> dict[str, Any]:
    """A `RecordLook`."""
    return {"look_id": row.id} | {name: getattr(row, name) for name in ("role", "what", "reason", "at")}


def page(found: Sequence[Row], listed: list[dict[str, Any]]) -> dict[str, Any]:
    """A page of looks; `found` has one more where another page follows."""
    return {"looks": listed, "next": found[PAGE - 1].id if len(found) > PAGE else None}
