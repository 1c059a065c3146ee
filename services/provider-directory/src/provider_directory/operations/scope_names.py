"""Permissions for one practitioner or one site are read with their names (R185)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from provider_directory.repository import grants
from provider_directory.rules.grants import Grant
from servicekit.work import Work


def names(work: Work, session: Session, given: Iterable[Grant]) -> dict[str, list[dict[str, Any]]]:
    """`practitioners` and `sites` that these grants are narrowed to, `Named` each; also those that the office
    has no longer."""
    scopes = [(one.provider_scope, one.site_scope) for one in given]
    practitioner_ids, address_ids = ({pair[at] for pair in scopes} - {None} for at in (0, 1))
    found: dict[str, list[dict[str, Any]]] = {"practitioners": [], "sites": []}
    for row in grants.scope_names(session, work.viewer, practitioner_ids, address_ids):
        found[row.kind].append({"id": row.id, "name": row.name})
    return found
