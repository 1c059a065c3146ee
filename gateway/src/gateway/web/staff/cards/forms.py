"""Forms of the mailroom."""

from typing import Any

from flask import request
from marshmallow import pre_load

from contracts.member import card_desk
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.words import words


class Chosen(Form):
    """Orders whose boxes are checked."""

    schema = card_desk.CardOrderRefs
    labels = {"order_ids": "Orders"}

    def take(self, **fixed: Any) -> dict[str, Any] | None:
        """The boxes are one list."""
        chosen = request.form.getlist("order_ids")
        if chosen:
            return super().take(order_ids=chosen, **fixed)
        self.status = 422
        self.problems.append(words("staff.choose_orders"))
        return None


class ToPrint(Chosen):
    """Orders for one print."""

    schema = card_desk.CardsToPrint


class NextForm(EmptyBoxes, card_desk.CardsToPrint):
    """The next so many of the queue."""


class Next(Form):
    """Print from the top of the queue."""

    schema = NextForm
    labels = {"next": "How many, from the top"}


class NumberForm(EmptyBoxes, card_desk.CardOrderSearch):
    """One order by its number."""

    @pre_load
    def _needed(self, data, **kwargs):
        return {"number": data.get("number") or "-"}


class Number(Form):
    """Find an order by the number on its letter."""

    schema = NumberForm
    labels = {"number": "Order number"}


class ReturnedForm(EmptyBoxes, card_desk.CardReturned):
    """What member takes for a card that came back."""


class Returned(Form):
    """What the post says."""

    schema = ReturnedForm
    labels = {"reason": "What does the post say?"}


class Ending(Form):
    """Cancel an order that is not printed."""

    schema = card_desk.CardOrderEnd
    labels = {"reason_text": "Why is it cancelled?"}
