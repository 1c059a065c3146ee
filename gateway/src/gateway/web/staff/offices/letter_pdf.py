"""The Welcome Letter as a PDF: one sheet whose address stands in the window of an envelope."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template

from gateway.web.care.card_pdf import pdf_of
from gateway.web.provider import shown as office_words
from gateway.web.staff.offices import shown
from servicekit import clock

FIRST = ("remittance", "mailing", "practice")
"""To which address it is sent: the first of these that is on file."""


def letter_pdf(letter: Mapping[str, Any]) -> bytes:
    """The PDF of a WelcomeLetter of the contracts."""
    today = clock.today(current_app.extensions["portico.settings"].plan_zone)
    said = {"shown": shown, "office_words": office_words, "today": today}
    text = render_template("staff/offices/letter_pdf.html", letter=letter, to=_first(letter), **said)
    return pdf_of(text)


def _first(letter: Mapping[str, Any]) -> Mapping[str, Any] | None:
    by_use = {one["use"]: one for one in reversed(letter["addresses"])}
    return next((by_use[use] for use in FIRST if use in by_use), None)
