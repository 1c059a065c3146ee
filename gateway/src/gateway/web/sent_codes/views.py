"""Use a Reset Code, and Stop a Change of Email Address: the pages that those letters name."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext

from contracts.procedures import ANYONE
from gateway.compositions import identity
from gateway.security.doors import door
from gateway.web.page import page
from gateway.web.sent_codes.forms import Reset, Stop
from gateway.web.words import words

blueprint = Blueprint("sent_codes", __name__)


@blueprint.get("/reset-code")
@door(ANYONE)
def reset() -> Response:
    """Username, code and a new password."""
    return page("sent_codes/reset.html", Reset())


@blueprint.post("/reset-code")
@door(ANYONE)
def use_reset() -> Response:
    """Set the password; logging in with it is not done for her (R102)."""
    form = Reset()
    fields = form.take()
    if not (fields and form.sent(identity.confirm_sent_reset, fields)):
        return page("sent_codes/reset.html", form)
    flash(words("recover.password_ok"), "good")
    return redirect(url_for("logging_in.log_in"), 303)


@blueprint.get("/stop-email-change")
@door(ANYONE)
def stop() -> Response:
    """Username and the code that went to the old address."""
    return page("sent_codes/stop.html", Stop())


@blueprint.post("/stop-email-change")
@door(ANYONE)
def do_stop() -> Response:
    """The account keeps its address."""
    form = Stop()
    fields = form.take()
    if not (fields and form.sent(identity.cancel_email_change, fields)):
        return page("sent_codes/stop.html", form)
    flash(gettext("The change is stopped. Your account keeps its email address."), "good")
    return redirect(url_for("logging_in.log_in"), 303)
