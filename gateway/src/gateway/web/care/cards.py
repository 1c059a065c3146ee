"""Profile, tab ID Cards: see, print and order the card (R106–R114)."""

from flask import Blueprint, Response, abort, flash, make_response, redirect, request, url_for

from contracts.procedures import MEMBER
from gateway.compositions import care
from gateway.security.doors import door
from gateway.web.care import shown
from gateway.web.care.card_pdf import card_pdf
from gateway.web.care.forms import Order, OrderRef
from gateway.web.page import page
from gateway.web.words import words

blueprint = Blueprint("id_cards", __name__, url_prefix="/my-account/profile/id-cards")


@blueprint.get("")
@door(MEMBER)
def show() -> Response:
    """The card on screen (R108, R109)."""
    return page("care/id_cards.html", OrderRef(), found=care.id_cards(), shown=shown)


@blueprint.get("/print")
@door(MEMBER)
def print_card() -> Response:
    """The card as a PDF at its true size (R112). Another line's card: `?line=ihss`."""
    wanted = request.args.get("line")
    for card in care.id_cards()["cards"]:
        if wanted in (None, card["line"]):
            answer = make_response(card_pdf(card))
            answer.headers["Content-Type"] = "application/pdf"
            answer.headers["Content-Disposition"] = 'inline; filename="id-card.pdf"'
            return answer
    abort(404)


@blueprint.get("/order")
@door(MEMBER)
def order() -> Response:
    """Order ID Card: to which address (R110)."""
    return _asking(Order())


@blueprint.post("/order")
@door(MEMBER)
def send_order() -> Response:
    """Order it."""
    form = Order()
    fields = form.take()
    ordered = fields and form.sent(care.order_card, fields)
    if not ordered:
        return _asking(form)
    said = {"number": ordered["number"], "day": shown.day(ordered["expected_by"])}
    flash(words("card.ordered", **said), "good")
    return redirect(url_for("id_cards.show"), 303)


@blueprint.post("/cancel-order")
@door(MEMBER)
def cancel_order() -> Response:
    """Cancel an order that is not printed yet (R111)."""
    form = OrderRef()
    fields = form.take()
    if not (fields and form.sent(care.cancel_order, fields)):
        return page("care/id_cards.html", form, found=care.id_cards(), shown=shown)
    flash(words("card.order_cancelled"), "good")
    return redirect(url_for("id_cards.show"), 303)


def _asking(form: Order) -> Response:
    found = care.id_cards()
    alone = bool(found["addresses"]) and all(place["undeliverable"] for place in found["addresses"])
    returned = alone or "address_confirmed" in form.errors or bool(form.values["address_confirmed"])
    return page("care/order_card.html", form, found=found, returned=returned, shown=shown)
