"""Create Member Online Account: the form, then the code on the same page, then success."""

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for

from contracts.procedures import ANYONE
from gateway.compositions import identity
from gateway.security.doors import door
from gateway.web import flows
from gateway.web.locales import language
from gateway.web.page import page
from gateway.web.sign_up.forms import Address, Code, CodeElsewhere, NewEmail, SignUp
from gateway.web.words import words

blueprint = Blueprint("sign_up", __name__, url_prefix="/create-account")

FLOW = "sign_up"


def _here() -> Response:
    return redirect(url_for("sign_up.form"), 303)


def _code_page(form: Code | None = None, new_email: NewEmail | None = None) -> Response:
    shown = new_email or form or Code()
    return page(
        "sign_up/code.html", shown, code_form=form or Code(), email_form=new_email or NewEmail(),
        flow=flows.current(FLOW),
    )  # fmt: skip


@blueprint.get("")
@door(ANYONE)
def form() -> Response:
    """The form (R058–R074); in the middle of a sign-up, its code step (R075)."""
    return _code_page() if flows.current(FLOW) else page("sign_up/form.html", SignUp())


@blueprint.post("")
@door(ANYONE)
def submit() -> Response:
    """SUBMIT: start the sign-up; the answer is the same whether or not a mail was sent."""
    form = SignUp()
    version = current_app.extensions["portico.settings"].terms_version
    fields = form.take(terms_version=version, language=language())
    started = fields and form.sent(identity.sign_up, fields)
    if not started:
        return page("sign_up/form.html", form)
    flows.begin(FLOW, started["sign_up_id"], started)
    return _here()


@blueprint.get("/verify", endpoint="verify_again")
@blueprint.get("/new-code", endpoint="new_code_again")
@blueprint.get("/new-email", endpoint="new_email_again")
@door(ANYONE)
def back_to_form() -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return _here()


@blueprint.post("/verify")
@door(ANYONE)
def verify() -> Response:
    """VERIFY: redeem the code (R080)."""
    if not (flow := flows.current(FLOW)):
        return _lost()
    form = Code()
    fields = form.take(sign_up_id=flow["id"])
    if not (fields and form.sent(identity.confirm_sign_up, fields)):
        return _code_page(form)
    flows.finish(FLOW)
    return redirect(url_for("sign_up.done"), 303)


@blueprint.post("/new-code")
@door(ANYONE)
def new_code() -> Response:
    """Send another code to the same address (R079)."""
    if not (flow := flows.current(FLOW)):
        return _lost()
    form = Code()
    started = form.sent(identity.resend_sign_up_code, {"sign_up_id": flow["id"]})
    if not started:
        return _code_page(form)
    flows.begin(FLOW, started["sign_up_id"], started)
    flash(words("signup.new_code_sent"), "good")
    return _here()


@blueprint.post("/new-email")
@door(ANYONE)
def new_email() -> Response:
    """Send the code to a corrected address (R079)."""
    if not (flow := flows.current(FLOW)):
        return _lost()
    form = NewEmail()
    fields = form.take(sign_up_id=flow["id"])
    started = fields and form.sent(identity.change_sign_up_email, fields)
    if not started:
        return _code_page(new_email=form)
    flows.begin(FLOW, started["sign_up_id"], started)
    flash(words("signup.email_changed"), "good")
    return _here()


@blueprint.post("/start-again")
@door(ANYONE)
def start_again() -> Response:
    """Leave the code step for an empty form."""
    flows.forget(FLOW)
    return _here()


@blueprint.get("/code")
@door(ANYONE)
def other_device() -> Response:
    """Go on elsewhere, or after closing the window, with e-mail and code (R076)."""
    return page("sign_up/other_device.html", CodeElsewhere(), address_form=Address())


@blueprint.post("/code")
@door(ANYONE)
def verify_elsewhere() -> Response:
    """VERIFY, or ask for a new code, by e-mail address."""
    if "send" in request.form:
        return _send_elsewhere()
    form = CodeElsewhere()
    fields = form.take(sign_up_id=None)
    if not (fields and form.sent(identity.confirm_sign_up, fields)):
        return page("sign_up/other_device.html", form)
    flows.finish(FLOW)
    return redirect(url_for("sign_up.done"), 303)


def _send_elsewhere() -> Response:
    form = CodeElsewhere({"email": request.form.get("email", "")})
    address = Address()
    fields = address.take(sign_up_id=None)
    if not fields:
        form.mark_like(address)
    elif form.sent(identity.resend_sign_up_code, fields):
        flash(words("signup.mail_will_come"), "good")
    return page("sign_up/other_device.html", form)


@blueprint.get("/done")
@door(ANYONE)
def done() -> Response:
    """The success message (R081), shown once; later the address leads to the log-in."""
    if not flows.just_finished(FLOW):
        return redirect(url_for("logging_in.log_in"), 303)
    return page("sign_up/done.html")


def _lost() -> Response:
    flash(words("flow.start_again"), "warn")
    return redirect(url_for("sign_up.other_device"), 303)
