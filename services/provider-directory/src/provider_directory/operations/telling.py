"""Telling the others how somebody's access stands, each time it changes (R037).

Of a link for which no agreement is confirmed yet nobody hears: it gives nothing (R022). Once one is, all is
told.
"""

from sqlalchemy import Row

from contracts.events import Event
from contracts.provider_directory.access import GRANTABLE
from contracts.provider_directory.access_events import access_changed, access_granted
from contracts.provider_directory.events import access_ended, association_confirmed
from provider_directory.repository import grants
from provider_directory.rules.grants import ADMINISTRATOR, Grant
from servicekit.work import Tx, Viewer


def tell_granted(tx: Tx, viewer: Viewer, link: Row) -> None:
    """`link` (a row of `links`) is active, in a new context."""
    _tell(tx, viewer, access_granted, link)


def tell_changed(tx: Tx, viewer: Viewer, link: Row) -> None:
    """`link` is active with another role or other grants."""
    _tell(tx, viewer, access_changed, link)


def tell_confirmed(tx: Tx, office: str, link: Row) -> None:
    """A letter confirms that `link` is there (R023)."""
    if link.agreed_at is not None:
        tx.tell(
            association_confirmed,
            about=link.account_id,
            account_id=link.account_id,
            office=office,
            role=link.role,
        )


def tell_ended(tx: Tx, link: Row, reason: str) -> None:
    """Nobody acts in the context that `link` had; `reason` is a key.

    It waits for nothing that was told before, which may have no route yet; who hears it knows that an end
    holds whichever comes first.
    """
    tx.tell(
        access_ended,
        about=link.context_id,
        context_ids=[link.context_id],
        account_id=link.account_id,
        reason=reason,
    )


def _tell(tx: Tx, viewer: Viewer, event: Event, link: Row) -> None:
    if link.agreed_at is None:
        return
    tx.tell(
        event,
        about=link.id,
        context_id=link.context_id,
        account_id=link.account_id,
        billing_provider_id=link.billing_provider_id,
        role=link.role,
        grants=[_plain(one) for one in _given(tx, viewer, link)],
        version=link.version,
    )


def _given(tx: Tx, viewer: Viewer, link: Row) -> tuple[Grant, ...]:
    if link.role == ADMINISTRATOR:
        return ()
    if link.all_features:
        return tuple(map(Grant, GRANTABLE))
    return grants.of_link(tx.session, viewer, link.id)


def _plain(grant: Grant) -> dict:
    scopes = {"provider_scope": grant.provider_scope, "site_scope": grant.site_scope}
    return {"feature": grant.feature} | scopes
