"""The Welcome Letter of an office: look it up, issue it again, and the document (R026, R029, R231)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, url_for

from contracts.procedures import PROVIDER_SERVICES, SUPPORT
from gateway.compositions import colleagues, staff_offices
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web.page import page
from gateway.web.provider import shown as office_words
from gateway.web.staff.offices import looking, shown
from gateway.web.staff.offices.forms import Issue
from gateway.web.staff.offices.letter_pdf import letter_pdf
from gateway.web.words import words
from servicekit import clock

blueprint = Blueprint("staff_letters", __name__, url_prefix="/staff/offices")

LETTER = "/<uuid:billing_provider_id>/welcome-letter"
TO_PRINT = timedelta(hours=1)
"""How long who issued a letter can open its document."""


@blueprint.get(LETTER)
@door(SUPPORT, PROVIDER_SERVICES)
@looking.opened
def letter(billing_provider_id: UUID) -> Response:
    """What it says, where it goes, and when it was issued."""
    return _show(billing_provider_id, Issue())


@blueprint.post(LETTER)
@door(SUPPORT, PROVIDER_SERVICES)
@looking.opened
def issue(billing_provider_id: UUID) -> Response:
    """Write down that it is issued, and why; then its document opens."""
    form = Issue()
    fields = form.take(billing_provider_id=str(billing_provider_id))
    if not (fields and form.sent(staff_offices.letter_issued, fields)):
        return _show(billing_provider_id, form)
    flash(words("staff.letter_issued"), "good")
    return _to_letter(billing_provider_id)


@blueprint.get(f"{LETTER}.pdf")
@door(SUPPORT, PROVIDER_SERVICES)
@looking.opened
def document(billing_provider_id: UUID) -> Response:
    """The letter to print, for who has just issued it."""
    found = staff_offices.letter(looking.asked(billing_provider_id))
    if not _just_issued(found):
        return _to_letter(billing_provider_id)
    answer = make_response(letter_pdf(found))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="welcome-letter.pdf"'
    return answer


def _to_letter(billing_provider_id: UUID) -> Response:
    return redirect(url_for(".letter", billing_provider_id=billing_provider_id), 303)


def _show(billing_provider_id: UUID, form: Issue) -> Response:
    found = staff_offices.letter(looking.asked(billing_provider_id))
    names = colleagues.names(one["by_account_id"] for one in found["issues"])
    said = {"names": names, "shown": shown, "office_words": office_words}
    return page("staff/offices/letter.html", form, letter=found, ready=_just_issued(found), **said)


def _just_issued(letter: dict[str, Any]) -> bool:
    """Whether the viewer issued it a moment ago: no letter leaves without a row that says so."""
    me, since = sessions.require().viewer.account_id, clock.now() - TO_PRINT
    return any(one["by_account_id"] == me and one["issued_at"] >= since for one in letter["issues"])
