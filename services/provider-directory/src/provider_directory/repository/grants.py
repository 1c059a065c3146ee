"""What users may do: a link's grants."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from provider_directory.models import Grant as GrantRow
from provider_directory.rules.grants import Grant
from servicekit.work import Viewer

_COLUMNS = (GrantRow.feature, GrantRow.provider_scope, GrantRow.site_scope)


def of_link(session: Session, viewer: Viewer, link_id: UUID) -> tuple[Grant, ...]:
    """In order."""
    rows = session.execute(select(*_COLUMNS).where(GrantRow.link_id == link_id))
    return tuple(sorted((Grant(*row) for row in rows), key=lambda grant: grant.order))


def replace(session: Session, viewer: Viewer, link_id: UUID, grants: Iterable[Grant]) -> None:
    """Exactly these."""
    session.execute(delete(GrantRow).where(GrantRow.link_id == link_id))
    rows = [
        {"link_id": link_id, "feature": one.feature, "provider_scope": one.provider_scope,
         "site_scope": one.site_scope}
        for one in grants
    ]  # fmt: skip
    if rows:
        session.execute(insert(GrantRow), rows)
