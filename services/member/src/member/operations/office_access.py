"""What the directory tells of offices, kept here, so that an office's question needs no second service and
what was taken away is felt at once (R037)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from member.repository import office_access
from servicekit import clock
from servicekit.work import Work


def keep(work: Work, **access: Any) -> None:
    """Somebody may act for an office, or may do something else there now."""
    grants = [{name: _text(value) for name, value in grant.items()} for grant in access.pop("grants")]
    with work.transaction() as tx:
        office_access.keep(tx.session, work.viewer, access | {"grants": grants})


def end(work: Work, context_ids: list[UUID], **_: Any) -> None:
    """Nobody acts in these contexts any more."""
    with work.transaction() as tx:
        office_access.end(tx.session, work.viewer, context_ids, clock.now())


def keep_scope(
    work: Work, billing_provider_id: UUID, version: int, practitioners: Iterable[Mapping[str, Any]]
) -> None:
    """Who works for an office, and when."""
    with work.transaction() as tx:
        office_access.keep_scope(tx.session, work.viewer, billing_provider_id, version, practitioners)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
