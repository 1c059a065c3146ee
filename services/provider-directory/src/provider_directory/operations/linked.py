"""Linked accounts: the list, the context behind a token, unlinking, the agreement (R022, R030–R037)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.provider_directory import errors as e
from provider_directory.operations import acting, granting
from provider_directory.operations.telling import tell_confirmed, tell_granted
from provider_directory.repository import agreements, links, offices
from servicekit import clock
from servicekit.work import Tx, Work

ADDRESS = "provider_directory.address"
SHOWN = (
    "link_id", "billing_provider_id", "name", "number", "kind", "role", "linked_at", "agreement_due",
)  # fmt: skip


def list_links(work: Work) -> dict[str, Any]:
    """`Links` of the viewer (R034)."""
    with work.reading() as session:
        rows = links.own(session, work.viewer, clock.today(work.settings.plan_zone))
    return {"links": [as_link(row) for row in rows]}


def as_link(row: Row) -> dict[str, Any]:
    """The fields of `Link` from a row of links.LINK; a link to a Provider ID that has ended is over."""
    state = row.state if row.in_force else "revoked"
    context_id = row.context_id if state == "active" else None
    return {name: getattr(row, name) for name in SHOWN} | {"state": state, "context_id": context_id}


def find_context(work: Work, *, account_id: UUID, context_id: UUID) -> dict[str, Any]:
    """`Context`. Raises NotFound when it is not the context of an active link of this account."""
    today = clock.today(work.settings.plan_zone)
    with work.reading() as session:
        row = links.in_context(session, work.viewer, account_id, context_id, today)
    if row is None:
        raise NotFound()
    names = ("account_id", "context_id", "billing_provider_id", "role")
    return {name: getattr(row, name) for name in names}


def end_link(work: Work, *, link_id: UUID) -> None:
    """Unlink one's own account (R034); a second time changes nothing. Raises NotFound, LastAdministrator."""
    today = clock.today(work.settings.plan_zone)
    with work.transaction() as tx:
        link = links.own_by_id(tx.session, work.viewer, link_id)
        if link is None:
            raise NotFound()
        offices.hold_office(tx.session, work.viewer, link.billing_provider_id, today)
        link = links.own_by_id(tx.session, work.viewer, link_id)
        if link.state == "active":
            granting.end(
                work, tx, link, state="revoked", action="unlinked", actor_kind="self", reason="unlinked"
            )
        tx.answer({})


def confirm_agreement(work: Work, *, version: str) -> None:
    """The viewer confirms the version in force, for her Provider ID (R022).

    Raises Forbidden, AgreementChanged.
    """
    with work.transaction() as tx:
        link = acting.holding_arrival(work, tx.session)
        agreement = agreements.in_force(tx.session, work.viewer)
        if agreement is None or agreement.version != version:
            raise e.AgreementChanged(version=agreement.version if agreement else None)
        accept(work, tx, link.link_id, link.context_id, link.name, version)
        tx.answer({})


def accept(work: Work, tx: Tx, link_id: UUID, context_id: UUID, office: str, version: str) -> None:
    """Keep that the viewer confirmed this version for a link's context, when and (sealed) from where. With
    the first one she may act for `office`, and the others are told so (R022, R023)."""
    address = work.client.address
    sealed = work.sealer.seal(ADDRESS, address.encode()) if address else None
    agreements.accept(tx.session, work.viewer, link_id, context_id, version, sealed, clock.now())
    first = links.agree(tx.session, work.viewer, link_id, clock.now())
    if first is not None:
        tell_granted(tx, work.viewer, first)
        tell_confirmed(tx, office, first)
