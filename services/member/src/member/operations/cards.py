"""The ID card on screen, and ordering a printed one (R106–R114)."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.member.errors import CardAddressReturned, CardOrderOpen, CardOrderPrinted, NotCovered
from member.models import CardOrder
from member.models.cards import WrongMove
from member.operations.enrolling import MEMBER_ID_PURPOSE
from member.operations.pcp_shown import coming, doctor_on
from member.repository import cards, contact, coverage, pcp
from member.rules import cards as rules
from member.rules.coverage import Span, state_on
from servicekit import clock
from servicekit.seal import Sealer
from servicekit.work import Work

CONTACT_PURPOSE = "member.contact"
ORDER_PURPOSE = "member.card_order"


def get_id_cards(work: Work) -> dict[str, Any]:
    """The fields of `IdCards`. Raises NotFound for an account without a member."""
    today = clock.today(work.settings.plan_zone)
    with work.reading() as session:
        member = coverage.own_member(session, work.viewer)
        if member is None:
            raise NotFound()
        spans = coverage.own_spans(session, work.viewer)
        doctors = pcp.own_spans(session, work.viewer)
        newest = cards.own_newest(session, work.viewer)
        addresses = cards.own_addresses(session, work.viewer)
        changes = pcp.own_pending(session, work.viewer)
        blocked = cards.own_in_the_way(session, work.viewer, recently())
    shown = [
        shown_card(work.sealer, member, span, doctor_on(doctors, span.line, today))
        for span in spans
        if state_on(span, today) == "active"
    ]
    return {
        "cards": shown,
        "none_because": rules.none_because(spans, today),
        "starts_on": rules.starts_on(spans, today),
        "coming": [coming(change) for change in changes],
        "order": shown_order(work.sealer, newest) if newest is not None else None,
        "may_order": bool(shown) and blocked is None,
        "addresses": [_address(work.sealer, point) for point in addresses],
    }


def create_card_order(
    work: Work, contact_point_id: UUID, address_confirmed: bool = False, **why: Any
) -> dict[str, Any]:
    """Order a card to one of her addresses; `why` are columns that say who wants it, and what for.

    Raises NotCovered, CardOrderOpen, CardAddressReturned, NotFound.
    """
    today, now = clock.today(work.settings.plan_zone), clock.now()
    with work.transaction() as tx:
        member = coverage.hold_own_member(tx.session, work.viewer)
        if member is None:
            raise NotFound()
        _check_order(work, tx.session, today)
        address = _own_address(work, tx.session, contact_point_id, address_confirmed)
        order = cards.add(
            tx.session,
            work.viewer,
            contact_point_id=contact_point_id,
            address_sealed=sealed_address(work.sealer, address),
            ordered_by=str(work.viewer.account_id),
            expected_by=rules.expected_by(today),
            ordered_at=now,
            **why,
        )
        return tx.answer({"order": shown_order(work.sealer, order)})


def cancel_card_order(work: Work, order_id: UUID) -> None:
    """Cancel an order that is not printed. Raises NotFound, CardOrderPrinted."""
    with work.transaction() as tx:
        end_order(work, cards.own(tx.session, work.viewer, order_id))


def end_order(work: Work, order: CardOrder | None) -> None:
    """Cancel this order, which is locked. Raises NotFound, CardOrderPrinted."""
    if order is None or order.state == "cancelled":
        raise NotFound()
    try:
        order.cancel(str(work.viewer.account_id), clock.now())
    except WrongMove:
        raise CardOrderPrinted() from None


def _check_order(work: Work, session: Session, today: date) -> None:
    spans = coverage.own_spans(session, work.viewer)
    if rules.none_because(spans, today) is not None:
        raise NotCovered()
    blocking = cards.own_in_the_way(session, work.viewer, recently())
    if blocking is not None:
        expected = blocking.expected_by.isoformat()
        raise CardOrderOpen(number=blocking.number, state=blocking.state, expected_by=expected)


def _own_address(work: Work, session: Session, contact_point_id: UUID, confirmed: bool) -> dict[str, Any]:
    found = [p for p in cards.own_addresses(session, work.viewer) if p.id == contact_point_id]
    if not found:
        raise NotFound()
    if found[0].undeliverable_at is not None:
        if not confirmed:
            raise CardAddressReturned()
        contact.confirm_deliverable(session, work.viewer, contact_point_id)
    return unsealed(work.sealer, CONTACT_PURPOSE, found[0].sealed)


def recently() -> datetime:
    """What was mailed since then may still be on its way."""
    return clock.now() - timedelta(days=rules.REORDER_DAYS)


def shown_card(sealer: Sealer, member: Row, span: Span, doctor: dict[str, Any] | None) -> dict[str, Any]:
    """An `IdCard`."""
    return {
        "line": span.line,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "member_id": sealer.unseal(MEMBER_ID_PURPOSE, member.member_id_sealed).decode(),
        "date_of_birth": member.date_of_birth,
        "starts_on": span.starts_on,
        "doctor": doctor,
        "reference": member.card_reference,
    }


def shown_order(sealer: Sealer, order: Row) -> dict[str, Any]:
    """A `CardOrder`."""
    names = ("number", "state", "ordered_at", "printed_at", "mailed_at", "expected_by")
    shown = {name: getattr(order, name) for name in names}
    address = unsealed(sealer, ORDER_PURPOSE, order.address_sealed)
    return shown | {"order_id": order.id, "address": address}


def sealed_address(sealer: Sealer, address: dict[str, Any]) -> str:
    """Where an order goes, as it is kept."""
    return sealer.seal(ORDER_PURPOSE, json.dumps(address).encode())


def _address(sealer: Sealer, point: Row) -> dict[str, Any]:
    return {
        "contact_point_id": point.id,
        "use": point.use,
        "address": unsealed(sealer, CONTACT_PURPOSE, point.sealed),
        "undeliverable": point.undeliverable_at is not None,
    }


def unsealed(sealer: Sealer, purpose: str, sealed: str) -> dict[str, Any]:
    """What an address says."""
    return json.loads(sealer.unseal(purpose, sealed))
