"""Telling the others who is under a Provider ID, each time somebody joins or leaves (R018, R037)."""

from collections.abc import Collection
from uuid import UUID

from contracts.provider_directory.events import office_scope_changed
from provider_directory.repository import office_saving
from servicekit.work import Tx, Viewer


def tell_groups_changed(tx: Tx, viewer: Viewer, group_ids: Collection[UUID]) -> None:
    """Somebody joined or left these groups."""
    if group_ids:
        tell_scopes(tx, viewer, office_saving.offices_of_groups(tx.session, viewer, group_ids))


def tell_scopes(tx: Tx, viewer: Viewer, billing_provider_ids: Collection[UUID]) -> None:
    """How these Provider IDs stand now."""
    for key in billing_provider_ids:
        people = office_saving.people_under(tx.session, viewer, key)
        tx.tell(
            office_scope_changed,
            about=key,
            billing_provider_id=key,
            practitioners=[
                {"practitioner_id": one.practitioner_id, "starts_on": one.starts_on, "ends_on": one.ends_on}
                for one in people
            ],
            version=office_saving.count_change(tx.session, viewer, key),
        )
