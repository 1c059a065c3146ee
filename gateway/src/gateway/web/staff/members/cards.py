"""ID cards that Member Services orders for a member, and cancels (R225)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from contracts.procedures import MEMBER_SERVICES
from gateway.compositions import staff_members
from gateway.security.doors import door
from gateway.web.care import shown as care
from gateway.web.contact import shown as contact
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.staff.members import looking
from gateway.web.staff.members.forms import CancelOrder, Order
from gateway.web.staff.members.views import RECORD, done
from gateway.web.words import words

blueprint = Blueprint("staff_member_cards", __name__, url_prefix="/staff/members")


@blueprint.get(f"{RECORD}/order-card")
@door(MEMBER_SERVICES)
@looking.opened
def order(member_key: UUID) -> Response:
    """To which address, and why."""
    return _asking(member_key, Order())


@blueprint.post(f"{RECORD}/order-card")
@door(MEMBER_SERVICES)
@looking.opened
def send_order(member_key: UUID) -> Response:
    """Order it; the member sees it on her own page at once."""
    form = Order()
    fields = form.take(member_key=str(member_key))
    ordered = fields and form.sent(staff_members.order_card, fields)
    if not ordered:
        return _asking(member_key, form)
    said = {"number": ordered["number"], "day": care.day(ordered["expected_by"])}
    return done(member_key, words("staff.card_ordered", **said))


@blueprint.get(f"{RECORD}/orders/<uuid:order_id>/cancel")
@door(MEMBER_SERVICES)
@looking.opened
def cancel(member_key: UUID, order_id: UUID) -> Response:
    """Why is it cancelled?"""
    return _cancelling(member_key, order_id, CancelOrder())


@blueprint.post(f"{RECORD}/orders/<uuid:order_id>/cancel")
@door(MEMBER_SERVICES)
@looking.opened
def confirm_cancel(member_key: UUID, order_id: UUID) -> Response:
    """Cancel it, while it is not printed."""
    form = CancelOrder()
    fields = form.take(order_id=str(order_id))
    if not (fields and form.sent(staff_members.cancel_order, fields)):
        return _cancelling(member_key, order_id, form)
    return done(member_key, words("card.order_cancelled"))


def _asking(member_key: UUID, form: Order) -> Response:
    found = looking.record(member_key)
    return page(
        "staff/members/order_card.html",
        form,
        record=found,
        addresses=_addresses(found["contact_points"]),
        reasons=shown.order_reasons(),
        returned="address_confirmed" in form.errors or bool(form.values["address_confirmed"]),
        shown=shown,
        contact=contact,
    )


def _addresses(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where a card may go: with a confidential address, there alone (R143)."""
    addresses = [point for point in points if point["kind"] == "address"]
    return [point for point in addresses if contact.is_confidential(point)] or addresses


def _cancelling(member_key: UUID, order_id: UUID, form: CancelOrder) -> Response:
    found = looking.record(member_key)
    return page("staff/members/cancel_order.html", form, record=found, order_id=order_id, shown=shown)
