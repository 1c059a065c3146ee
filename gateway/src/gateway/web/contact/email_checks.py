"""The e-mail address of an entry: a code that is mailed to it proves that she reads it (R142)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.procedures import MEMBER
from gateway.compositions import contact
from gateway.security.doors import door
from gateway.web import flows
from gateway.web.contact.forms import EMAIL_CHECK, EmailCode
from gateway.web.page import page
from gateway.web.words import words

blueprint = Blueprint("email_checks", __name__, url_prefix="/my-account/profile/email/<uuid:entry_id>/verify")


@blueprint.get("")
@door(MEMBER)
def code(entry_id: UUID) -> Response:
    """The code, in this window or later; nothing more where the address is verified already."""
    entry = contact.entry("email", entry_id)
    return _done() if entry["verified"] else _page(EmailCode(), entry)


@blueprint.post("")
@door(MEMBER)
def verify(entry_id: UUID) -> Response:
    """VERIFY: the plan may write to this address."""
    form = EmailCode()
    fields = form.take()
    if not (fields and form.sent(contact.confirm_check, fields | {"contact_point_id": str(entry_id)})):
        return _page(form, contact.entry("email", entry_id))
    flows.forget(EMAIL_CHECK)
    flash(words("contact.email_verified"), "good")
    return _done()


@blueprint.get("/new-code", endpoint="new_code_again")
@door(MEMBER)
def back_to_code(entry_id: UUID) -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return _to_code(entry_id)


@blueprint.post("/new-code")
@door(MEMBER)
def new_code(entry_id: UUID) -> Response:
    """Send the mail, for the first time or again."""
    form, entry = EmailCode(), contact.entry("email", entry_id)
    if not send(form, entry):
        return _page(form, entry)
    flash(words("contact.new_code_sent"), "good")
    return _to_code(entry_id)


def begin(entry: Mapping[str, Any]) -> Response:
    """Send a code as soon as an address is saved, and ask for it; where none can be sent now, say why."""
    form = EmailCode()
    if not send(form, entry):
        for problem in form.problems:
            flash(problem, "warn")
    return _to_code(entry["contact_point_id"])


def send(form: EmailCode, entry: Mapping[str, Any]) -> bool:
    """Whether a code is on its way to the address as this version says it; else the form says why not."""
    which = {"contact_point_id": str(entry["contact_point_id"]), "version": entry["version"]}
    started = form.sent(contact.start_check, which)
    if started:
        flows.begin(EMAIL_CHECK, entry["contact_point_id"], started)
    return bool(started)


def _to_code(entry_id: UUID) -> Response:
    return redirect(url_for("email_checks.code", entry_id=entry_id), 303)


def _done() -> Response:
    return redirect(url_for("contact.profile"), 303)


def _page(form: EmailCode, entry: Mapping[str, Any]) -> Response:
    flow = flows.current(EMAIL_CHECK)
    if flow and flow["id"] != str(entry["contact_point_id"]):
        flow = None
    return page("contact/email_code.html", form, flow=flow, entry=entry)
