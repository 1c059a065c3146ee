"""The queue of ID card orders: print a batch, mark it mailed, take back what the post returns."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask_babel import ngettext

from contracts.member.cards import ORDER_STATES
from contracts.procedures import MAILROOM
from gateway.compositions import staff_cards, staff_members
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.staff.cards.batch_pdf import batch_pdf
from gateway.web.staff.cards.forms import Chosen, Ending, Next, Number, Returned, ToPrint
from gateway.web.words import words

blueprint = Blueprint("staff_cards", __name__, url_prefix="/staff/cards")


@blueprint.get("")
@door(MAILROOM)
def queue() -> Response:
    """Orders of a state, the oldest first; nothing of the member's (R226)."""
    return _queue()


@blueprint.post("")
@door(MAILROOM)
def find() -> Response:
    """One order by the number on its letter, whatever its state."""
    form = Number()
    fields = form.take()
    found = fields and form.sent(staff_cards.queue, fields)
    if not found:
        return _queue(form)
    return _list(form, found, state=found["orders"][0]["state"] if found["orders"] else "")


@blueprint.post("/batches")
@door(MAILROOM)
def print_batch() -> Response:
    """Print batch: the checked orders, or the next of the queue, become one document."""
    form = Next() if "top" in request.form else ToPrint()
    fields = form.take()
    made = fields and form.sent(staff_cards.print_batch, fields)
    if not made:
        return _queue(form)
    return page("staff/cards/batch.html", Chosen(), batch=made, shown=shown)


@blueprint.get("/batches", endpoint="batches_again")
@blueprint.get("/mailed", endpoint="mailed_again")
@door(MAILROOM)
def back_to_queue() -> Response:
    """A reloaded answer of a POST leads back to what was printed."""
    return redirect(url_for("staff_cards.queue", state="printed"), 303)


@blueprint.get("/batches/<uuid:batch_id>/cards.pdf")
@door(MAILROOM)
def document(batch_id: UUID) -> Response:
    """The batch's one document, also to print it again: every card, and a sheet with each address."""
    answer = make_response(batch_pdf(staff_cards.batch(batch_id)))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="id-cards.pdf"'
    return answer


@blueprint.post("/mailed")
@door(MAILROOM)
def mailed() -> Response:
    """Mark mailed: the member sees it on her page."""
    form = Chosen()
    fields = form.take()
    moved = fields and form.sent(staff_cards.mailed, fields)
    if not moved:
        return _queue(form, "printed")
    done, left = len(moved["moved"]), len(moved["left_out"])
    if done:
        flash(ngettext("%(num)d order is now mailed.", "%(num)d orders are now mailed.", done), "good")
    if left:
        flash(ngettext("%(num)d order was left out.", "%(num)d orders were left out.", left), "warn")
    return redirect(url_for("staff_cards.queue", state="printed"), 303)


@blueprint.get("/<uuid:order_id>/<any(returned, cancel):act>")
@door(MAILROOM)
def ask(order_id: UUID, act: str) -> Response:
    """Why?"""
    return _asking(order_id, act, Returned() if act == "returned" else Ending())


@blueprint.post("/<uuid:order_id>/returned")
@door(MAILROOM)
def returned(order_id: UUID) -> Response:
    """A letter came back: its address is marked until somebody confirms or changes it."""
    form = Returned()
    fields = form.take(order_id=str(order_id))
    if not (fields and form.sent(staff_cards.returned, fields)):
        return _asking(order_id, "returned", form)
    flash(words("staff.card_returned"), "good")
    return redirect(url_for("staff_cards.queue", state="mailed"), 303)


@blueprint.post("/<uuid:order_id>/cancel")
@door(MAILROOM)
def cancel(order_id: UUID) -> Response:
    """Cancel an order that is not printed."""
    form = Ending()
    fields = form.take(order_id=str(order_id))
    if not (fields and form.sent(staff_members.cancel_order, fields)):
        return _asking(order_id, "cancel", form)
    flash(words("card.order_cancelled"), "good")
    return redirect(url_for("staff_cards.queue"), 303)


def _queue(form: Form | None = None, state: str | None = None) -> Response:
    asked = state or request.args.get("state") or "ordered"
    found = staff_cards.queue({"state": asked, "after": request.args.get("after")})
    return _list(form or _next(), found, asked)


def _list(form: Form, found: dict[str, Any], state: str) -> Response:
    return page(
        "staff/cards/queue.html",
        form,
        found=found,
        state=state,
        states=shown.options("order", ORDER_STATES),
        number=form if isinstance(form, Number) else Number(),
        top=form if isinstance(form, Next) else _next(),
        shown=shown,
    )


def _next() -> Next:
    """As many as one sitting at the printer takes."""
    return Next({"next": "25"})


def _asking(order_id: UUID, act: str, form: Form) -> Response:
    reasons = shown.return_reasons() if act == "returned" else []
    return page("staff/cards/order.html", form, order_id=order_id, act=act, reasons=reasons)
