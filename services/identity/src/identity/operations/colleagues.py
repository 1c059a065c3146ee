"""The names of the plan's people, for the console of their colleagues (R224)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from identity.operations.common import profile_of
from identity.repository import colleagues
from servicekit.work import Work


def list_colleagues(work: Work, account_ids: list[UUID]) -> dict[str, Any]:
    """Names of those of the ids that are colleagues; of any other id nothing. Returns `Colleagues`."""
    with work.reading() as session:
        rows = colleagues.named(session, work.viewer, set(account_ids))
    return {"colleagues": [_named(work, row) for row in rows]}


def _named(work: Work, row: Row) -> dict[str, Any]:
    person = profile_of(work, row)
    return {"account_id": row.id, "first_name": person.first_name, "last_name": person.last_name}
