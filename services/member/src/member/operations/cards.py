"""The ID card on screen, and ordering a printed one (R106–R114)."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.member.errors import CardOrderOpen, CardOrderPrinted, NotCovered
from member.operations.enrolling import MEMBER_ID_PURPOSE
from member.operations.pcp_shown import coming, doctor_on
from member.repository import cards, coverage, pcp
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
        blocked = cards.own_in_the_way(session, work.viewer, _recently())
    shown = [
        _card(work.sealer, member, span, doctor_on(doctors, span.line, today))
        for span in spans
        if state_on(span, today) == "active"
    ]
    return {
        "cards": shown,
        "none_because": rules.none_because(spans, today),
        "starts_on": rules.starts_on(spans, today),
        "coming": [coming(change) for change in changes],
        "order": _order(work.sealer, newest) if newest is not None else None,
        "may_order": bool(shown) and blocked is None,
        "addresses": [_address(work.sealer, point) for point in addresses],
    }


def create_card_order(work: Work, contact_point_id: UUID) -> dict[str, Any]:
    """Order a card to one of her addresses. Raises NotCovered, CardOrderOpen, NotFound."""
    today, now = clock.today(work.settings.plan_zone), clock.now()
    with work.transaction() as tx:
        member = coverage.hold_own_member(tx.session, work.viewer)
        if member is None:
            raise NotFound()
        _check_order(work, tx.session, today)
        address = _own_address(work, tx.session, contact_point_id)
        order = cards.add(
            tx.session,
            work.viewer,
            address_sealed=work.sealer.seal(ORDER_PURPOSE, json.dumps(address).encode()),
            ordered_by=str(work.viewer.account_id),
            expected_by=rules.expected_by(today),
            ordered_at=now,
        )
        return tx.answer({"order": _order(work.sealer, order)})


def cancel_card_order(work: Work, order_id: UUID) -> None:
    """Cancel an order that is not printed. Raises NotFound, CardOrderPrinted."""
    with work.transaction() as tx:
        order = cards.own(tx.session, work.viewer, order_id)
        if order is None or order.state == "cancelled":
            raise NotFound()
        if order.state != "ordered":
            raise CardOrderPrinted()
        cards.cancel(tx.session, work.viewer, order_id, clock.now())


def _check_order(work: Work, session: Session, today: date) -> None:
    spans = coverage.own_spans(session, work.viewer)
    if rules.none_because(spans, today) is not None:
        raise NotCovered()
    blocking = cards.own_in_the_way(session, work.viewer, _recently())
    if blocking is not None:
        expected = blocking.expected_by.isoformat()
        raise CardOrderOpen(number=blocking.number, state=blocking.state, expected_by=expected)


def _own_address(work: Work, session: Session, contact_point_id: UUID) -> dict[str, Any]:
    for point in cards.own_addresses(session, work.viewer):
        if point.id == contact_point_id:
            return _unsealed(work.sealer, CONTACT_PURPOSE, point.sealed)
    raise NotFound()


def _recently() -> datetime:
    return clock.now() - timedelta(days=rules.REORDER_DAYS)


def _card(sealer: Sealer, member: Row, span: Span, doctor: dict[str, Any] | None) -> dict[str, Any]:
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


def _order(sealer: Sealer, order: Row) -> dict[str, Any]:
    names = ("number", "state", "ordered_at", "printed_at", "mailed_at", "expected_by")
    shown = {name: getattr(order, name) for name in names}
    address = _unsealed(sealer, ORDER_PURPOSE, order.address_sealed)
    return shown | {"order_id": order.id, "address": address}


def _address(sealer: Sealer, point: Row) -> dict[str, Any]:
    address = _unsealed(sealer, CONTACT_PURPOSE, point.sealed)
    return {"contact_point_id": point.id, "use": point.use, "address": address}


def _unsealed(sealer: Sealer, purpose: str, sealed: str) -> dict[str, Any]:
    return json.loads(sealer.unseal(purpose, sealed))
