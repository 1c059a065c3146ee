"""Recover Member Online Account: one form, then the message and, for a password, the second form."""

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.procedures import ANYONE
from gateway.compositions import identity
from gateway.security.doors import door
from gateway.web import flows
from gateway.web.page import page
from gateway.web.recovery.forms import NewPassword, Recovery
from gateway.web.words import words

blueprint = Blueprint("recovery", __name__, url_prefix="/recover")

FLOW = "recovery"


def _here() -> Response:
    return redirect(url_for("recovery.form"), 303)


def _sent_page(form: NewPassword | None = None) -> Response:
    flow = flows.current(FLOW)
    return page(
        "recovery/sent.html", form or NewPassword(), flow=flow, message=f"recover.{flow['sent']}_sent"
    )


@blueprint.get("")
@door(ANYONE)
def form() -> Response:
    """The form (R086–R090); in the middle of a recovery, its next step (R091, R096, R104)."""
    return _sent_page() if flows.current(FLOW) else page("recovery/form.html", Recovery())


@blueprint.post("")
@door(ANYONE)
def submit() -> Response:
    """SUBMIT: the answer is the same whether or not anything matched (R105)."""
    form = Recovery()
    fields = form.take()
    started = fields and form.sent(identity.start_recovery, fields)
    if not started:
        return page("recovery/form.html", form)
    both = fields["forgot_username"] and fields["reset_password"]
    sent = "both" if both else "code" if fields["reset_password"] else "username"
    flows.begin(FLOW, started["recovery_id"], started, sent=sent)
    return _here()


@blueprint.get("/new-password", endpoint="new_password_again")
@blueprint.get("/new-code", endpoint="new_code_again")
@door(ANYONE)
def back_to_form() -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return _here()


@blueprint.post("/new-password")
@door(ANYONE)
def new_password() -> Response:
    """RESET PASSWORD (R098–R101)."""
    if not (flow := flows.current(FLOW)):
        return _lost()
    form = NewPassword()
    fields = form.take(recovery_id=flow["id"])
    if not (fields and form.sent(identity.confirm_recovery, fields)):
        return _sent_page(form)
    flows.finish(FLOW)
    return redirect(url_for("recovery.done"), 303)


@blueprint.post("/new-code")
@door(ANYONE)
def new_code() -> Response:
    """Send the mail again (R100)."""
    if not (flow := flows.current(FLOW)):
        return _lost()
    form = NewPassword()
    started = form.sent(identity.resend_recovery_code, {"recovery_id": flow["id"]})
    if not started:
        return _sent_page(form)
    flows.begin(FLOW, started["recovery_id"], started, sent=flow["sent"])
    flash(words("recover.new_code_sent"), "good")
    return _here()


@blueprint.post("/start-again")
@door(ANYONE)
def start_again() -> Response:
    """Leave this recovery for an empty form."""
    flows.forget(FLOW)
    return _here()


@blueprint.get("/done")
@door(ANYONE)
def done() -> Response:
    """The success message and the way to the log-in, which is not done for her (R102)."""
    if not flows.just_finished(FLOW):
        return redirect(url_for("logging_in.log_in"), 303)
    return page("recovery/done.html")


def _lost() -> Response:
    flash(words("flow.start_again"), "warn")
    return _here()
