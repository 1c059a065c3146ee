"""A batch of ID cards as one PDF: a list for the mailroom, then for each envelope a sheet with its address
and the cards that go with it, true to size."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from gateway.web.care import shown
from gateway.web.care.card_pdf import code_of, pdf_of


def batch_pdf(batch: Mapping[str, Any]) -> bytes:
    """The PDF of a CardBatch of the contracts; of an order that nothing covers any more there is nothing."""
    orders = [order for order in batch["orders"] if order["cards"]]
    given = {"batch": batch, "orders": orders, "code": code_of, "shown": shown}
    return pdf_of(render_template("staff/cards/batch_pdf.html", **given))
