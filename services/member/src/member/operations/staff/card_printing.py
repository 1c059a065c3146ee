"""Printing a batch of cards as one document (R226)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.member.errors import CardsTaken
from contracts.procedures import MAILROOM
from member.models import CardOrder
from member.operations.cards import CONTACT_PURPOSE, ORDER_PURPOSE, sealed_address, shown_card, unsealed
from member.operations.pcp_shown import doctor_on
from member.repository import card_desk, contact, coverage, looks, pcp
from member.rules.coverage import Span, covers
from servicekit import clock
from servicekit.work import Tx, Work

ORDERED = "ordered"


def record_cards_printed(work: Work, order_ids: list[UUID] | None, next: int | None) -> dict[str, Any]:
    """Take orders out of the queue for one document; the fields of `CardBatch`.

    An order is in one batch, however many people print at once: who comes second gets the others. Orders of
    members whom nothing covers any more are cancelled. Raises CardsTaken when nothing is left to print.
    """
    with work.transaction() as tx:
        held = _hold(work, tx.session, order_ids, next)
        covered = _covered(work, tx.session, held)
        cancelled = [order for order in held if order.member_key not in covered]
        printed = [order for order in held if order.member_key in covered]
        _settle(work, cancelled)
        if not held:
            raise CardsTaken()
        batch_id = _print(work, tx, printed)
        taken = {order.id for order in held}
        return tx.answer(
            _batch(work, tx, batch_id)
            | {
                "left_out": [id for id in order_ids or () if id not in taken],
                "cancelled": [order.id for order in cancelled],
            }
        )


def get_card_batch(work: Work, batch_id: UUID) -> dict[str, Any]:
    """The batch once more, as the cards are today; the fields of `CardBatch`. Raises NotFound."""
    with work.transaction() as tx:
        return _batch(work, tx, batch_id)


def _hold(work: Work, session: Session, ids: list[UUID] | None, count: int | None) -> Sequence[CardOrder]:
    if ids is not None:
        return card_desk.these(session, work.viewer, ids, ORDERED)
    return card_desk.next_ordered(session, work.viewer, count)


def _covered(work: Work, session: Session, orders: Sequence[CardOrder]) -> dict[UUID, list[Span]]:
    """The spans of today, by member."""
    today = clock.today(work.settings.plan_zone)
    spans = coverage.spans_of(session, work.viewer, [order.member_key for order in orders])
    active = {key: [span for span in known if covers(span, today)] for key, known in spans.items()}
    return {key: known for key, known in active.items() if known}


def _settle(work: Work, orders: Sequence[CardOrder]) -> None:
    for order in orders:
        order.cancel(str(work.viewer.account_id), clock.now())


def _print(work: Work, tx: Tx, orders: Sequence[CardOrder]) -> UUID:
    batch = card_desk.begin_batch(tx.session, work.viewer, clock.now())
    _redirect(work, tx.session, orders)
    for order in orders:
        order.print_in(batch.id, batch.printed_at)
    tx.session.flush()
    return batch.id


def _redirect(work: Work, session: Session, orders: Sequence[CardOrder]) -> None:
    """To the confidential address of whoever has one by now, whatever she confirmed before (R143)."""
    keys = [order.member_key for order in orders]
    secret = {point.member_key: point for point in contact.confidential_of(session, work.viewer, keys)}
    for order in orders:
        if point := secret.get(order.member_key):
            address = unsealed(work.sealer, CONTACT_PURPOSE, point.sealed)
            order.contact_point_id, order.address_sealed = point.id, sealed_address(work.sealer, address)


def _batch(work: Work, tx: Tx, batch_id: UUID) -> dict[str, Any]:
    """What the document shows, and a look at each member whom it shows."""
    session, viewer, today = tx.session, work.viewer, clock.today(work.settings.plan_zone)
    batch = card_desk.batch(session, viewer, batch_id)
    if batch is None:
        raise NotFound()
    orders = card_desk.orders_of(session, viewer, batch_id)
    keys = [order.member_key for order in orders]
    members, spans = card_desk.members_of(session, viewer, keys), _covered(work, session, orders)
    doctors = _by_member(pcp.spans_of(session, viewer, keys, today))
    looks.note_many(
        session, viewer, keys, role=MAILROOM, what="card_batch", reason="card_fulfilment", at=clock.now()
    )
    shown = [
        _order(work, order, members[key], spans.get(key, []), doctors.get(key, []), today)
        for order, key in zip(orders, keys, strict=True)
    ]
    return {"batch_id": batch.id, "printed_at": batch.printed_at, "orders": shown}


def _order(
    work: Work, order: Row, member: Row, spans: Sequence[Span], doctors: Sequence[Row], today: date
) -> dict[str, Any]:
    return {
        "order_id": order.id,
        "number": order.number,
        "state": order.state,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "address": unsealed(work.sealer, ORDER_PURPOSE, order.address_sealed),
        "cards": [
            shown_card(work.sealer, member, span, doctor_on(doctors, span.line, today)) for span in spans
        ],
    }


def _by_member(rows: Sequence[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.member_key, []).append(row)
    return found
