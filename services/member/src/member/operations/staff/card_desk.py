"""The mailroom's queue: printing, mailing, and what the post brings back (R111, R226)."""

from typing import Any
from uuid import UUID

from contracts.errors import NotFound
from contracts.member.errors import CardOrderMoved
from member.models.cards import WrongMove
from member.operations.cards import CONTACT_PURPOSE, ORDER_PURPOSE, unsealed
from member.repository import card_desk, contact
from member.repository.desks import PAGE
from servicekit import clock
from servicekit.work import Tx, Work

SHOWN = (
    "number", "state", "reason", "by_staff", "batch_id", "ordered_at", "printed_at", "mailed_at",
    "settled_at", "returned_because",
)  # fmt: skip


def list_card_orders(work: Work, state: str, number: int | None, after: int | None) -> dict[str, Any]:
    """The fields of `CardQueue`: the orders of a state, or the one with this number."""
    with work.reading() as session:
        if number is not None:
            found = card_desk.numbered(session, work.viewer, number)
        else:
            found = card_desk.queue(session, work.viewer, state, after)
    listed = [{"order_id": row.id} | {name: getattr(row, name) for name in SHOWN} for row in found[:PAGE]]
    return {"orders": listed, "next": found[PAGE - 1].number if len(found) > PAGE else None}


def record_card_mailed(work: Work, order_ids: list[UUID]) -> dict[str, Any]:
    """Printed cards were given to the post; the fields of `CardOrdersMoved`."""
    by, now = str(work.viewer.account_id), clock.now()
    with work.transaction() as tx:
        orders = card_desk.these(tx.session, work.viewer, order_ids, "printed")
        for order in orders:
            order.mail(by, now)
        moved = [order.id for order in orders]
        return tx.answer({"moved": moved, "left_out": [id for id in order_ids if id not in moved]})


def record_card_returned(work: Work, order_id: UUID, reason: str) -> None:
    """The post brought a card back, so its address is marked. Raises NotFound, CardOrderMoved."""
    now = clock.now()
    with work.transaction() as tx:
        order = card_desk.one(tx.session, work.viewer, order_id)
        if order is None:
            raise NotFound()
        try:
            order.come_back(reason, str(work.viewer.account_id), now)
        except WrongMove:
            raise CardOrderMoved(state=order.state) from None
        _mark_address(work, tx, order.contact_point_id, order.address_sealed)
        tx.answer({})


def _mark_address(work: Work, tx: Tx, contact_point_id: UUID | None, sealed: str) -> None:
    """Unless the entry says something else by now: then the mail did not come back from there."""
    point = contact.living(tx.session, work.viewer, contact_point_id) if contact_point_id else None
    sent_to = unsealed(work.sealer, ORDER_PURPOSE, sealed)
    if point is not None and unsealed(work.sealer, CONTACT_PURPOSE, point.sealed) == sent_to:
        contact.flag_undeliverable(tx.session, work.viewer, point.id, clock.now())
