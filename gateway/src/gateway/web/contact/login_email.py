"""The e-mail address that recovers the account: another one is proved by a code before it counts (R142)."""

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.procedures import MEMBER
from gateway.compositions import identity
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web import flows
from gateway.web.contact.forms import EMAIL_CHANGE, EmailCode, NewEmail
from gateway.web.page import page
from gateway.web.words import words

blueprint = Blueprint("login_email", __name__, url_prefix="/my-account/profile/login-email")


@blueprint.get("")
@door(MEMBER)
def edit() -> Response:
    """Edit: the new address twice, and the current password."""
    return page("contact/login_email.html", NewEmail())


@blueprint.post("")
@door(MEMBER)
def start() -> Response:
    """Mail the code; the answer is the same whoever else uses the address."""
    form = NewEmail()
    fields = form.take()
    started = fields and form.sent(identity.start_email_change, fields)
    if not started:
        return page("contact/login_email.html", form)
    flows.begin(EMAIL_CHANGE, EMAIL_CHANGE, started)
    return _to_code()


@blueprint.get("/code")
@door(MEMBER)
def code() -> Response:
    """The code, in this window or later."""
    return _code_page(EmailCode())


@blueprint.post("/code")
@door(MEMBER)
def verify() -> Response:
    """VERIFY: from now on the new address is the account's."""
    form = EmailCode()
    fields = form.take()
    if not (fields and form.sent(identity.confirm_email_change, fields)):
        return _code_page(form)
    flows.forget(EMAIL_CHANGE)
    sessions.forget_holder()
    flash(words("contact.login_email_saved"), "good")
    return redirect(url_for("contact.profile"), 303)


@blueprint.get("/new-code", endpoint="new_code_again")
@door(MEMBER)
def back_to_code() -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return _to_code()


@blueprint.post("/new-code")
@door(MEMBER)
def new_code() -> Response:
    """Send the mail again."""
    form = EmailCode()
    started = form.sent(identity.resend_email_change_code)
    if not started:
        return _code_page(form)
    flows.begin(EMAIL_CHANGE, EMAIL_CHANGE, started)
    flash(words("contact.new_code_sent"), "good")
    return _to_code()


@blueprint.get("/delete")
@door(MEMBER)
def delete() -> Response:
    """Why this one can't be deleted, and what to do instead (R140)."""
    return page("contact/login_email_stays.html")


def _to_code() -> Response:
    return redirect(url_for("login_email.code"), 303)


def _code_page(form: EmailCode) -> Response:
    return page("contact/login_email_code.html", form, flow=flows.current(EMAIL_CHANGE))
