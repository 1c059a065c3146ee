"""Creating an account: the form, the code on the same page, then success; for members and for offices."""

from typing import Any

from flask import Response, current_app, flash, redirect, request, url_for

from contracts.procedures import ANYONE
from gateway.compositions import identity
from gateway.security.doors import door
from gateway.web import flows
from gateway.web.audience import Audience, audience, pages
from gateway.web.forms import Form
from gateway.web.locales import language
from gateway.web.page import page
from gateway.web.sign_up.forms import Address, Code, CodeElsewhere, NewEmail, SignUp
from gateway.web.words import words


def _flow() -> dict[str, Any] | None:
    return flows.current(audience().name)


def _here() -> Response:
    return redirect(url_for(".form"), 303)


def _page(template: str, form: Form | None = None, **context: Any) -> Response:
    return page(template, form, audience=audience(), **context)


def _code_page(form: Code | None = None, new_email: NewEmail | None = None) -> Response:
    shown = new_email or form or Code()
    return _page(
        "sign_up/code.html", shown, code_form=form or Code(), email_form=new_email or NewEmail(), flow=_flow()
    )


@door(ANYONE)
def form() -> Response:
    """The form (R058–R074); in the middle of a sign-up, its code step (R075)."""
    whose = audience()
    return _code_page() if _flow() else _page(whose.template, whose.form())


@door(ANYONE)
def submit() -> Response:
    """SUBMIT: start the sign-up; the answer is the same whether or not a mail was sent."""
    whose = audience()
    form = whose.form()
    version = current_app.extensions["portico.settings"].terms_version
    fields = form.take(terms_version=version, language=language())
    started = fields and form.sent(whose.start, fields)
    if not started:
        return _page(whose.template, form)
    flows.begin(whose.name, started["sign_up_id"], started)
    return _here()


@door(ANYONE)
def back_to_form() -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return _here()


@door(ANYONE)
def verify() -> Response:
    """VERIFY: redeem the code (R080)."""
    if not (flow := _flow()):
        return _lost()
    form = Code()
    fields = form.take(sign_up_id=flow["id"])
    if not (fields and form.sent(identity.confirm_sign_up, fields)):
        return _code_page(form)
    flows.finish(audience().name)
    return redirect(url_for(".done"), 303)


@door(ANYONE)
def new_code() -> Response:
    """Send another code to the same address (R079)."""
    if not (flow := _flow()):
        return _lost()
    form = Code()
    started = form.sent(identity.resend_sign_up_code, {"sign_up_id": flow["id"]})
    if not started:
        return _code_page(form)
    flows.begin(audience().name, started["sign_up_id"], started)
    flash(words("signup.new_code_sent"), "good")
    return _here()


@door(ANYONE)
def new_email() -> Response:
    """Send the code to a corrected address (R079)."""
    if not (flow := _flow()):
        return _lost()
    form = NewEmail()
    fields = form.take(sign_up_id=flow["id"])
    started = fields and form.sent(identity.change_sign_up_email, fields)
    if not started:
        return _code_page(new_email=form)
    flows.begin(audience().name, started["sign_up_id"], started)
    flash(words("signup.email_changed"), "good")
    return _here()


@door(ANYONE)
def start_again() -> Response:
    """Leave the code step for an empty form."""
    flows.forget(audience().name)
    return _here()


@door(ANYONE)
def other_device() -> Response:
    """Go on elsewhere, or after closing the window, with e-mail and code (R076)."""
    return _page("sign_up/other_device.html", CodeElsewhere(), address_form=Address())


@door(ANYONE)
def verify_elsewhere() -> Response:
    """VERIFY, or ask for a new code, by e-mail address."""
    if "send" in request.form:
        return _send_elsewhere()
    form = CodeElsewhere()
    fields = form.take(sign_up_id=None)
    if not (fields and form.sent(identity.confirm_sign_up, fields)):
        return _page("sign_up/other_device.html", form)
    flows.finish(audience().name)
    return redirect(url_for(".done"), 303)


def _send_elsewhere() -> Response:
    form = CodeElsewhere({"email": request.form.get("email", "")})
    address = Address()
    fields = address.take(sign_up_id=None)
    if not fields:
        form.mark_like(address)
    elif form.sent(identity.resend_sign_up_code, fields):
        flash(words("signup.mail_will_come"), "good")
    return _page("sign_up/other_device.html", form)


@door(ANYONE)
def done() -> Response:
    """The success message (R081), shown once; later the address leads to the log-in."""
    if not flows.just_finished(audience().name):
        return redirect(url_for(audience().log_in), 303)
    return _page("sign_up/done.html")


def _lost() -> Response:
    flash(words("flow.start_again"), "warn")
    return redirect(url_for(".other_device"), 303)


ROUTES = (
    ("GET", "", "form", form),
    ("POST", "", "submit", submit),
    ("GET", "/verify", "verify_again", back_to_form),
    ("GET", "/new-code", "new_code_again", back_to_form),
    ("GET", "/new-email", "new_email_again", back_to_form),
    ("POST", "/verify", "verify", verify),
    ("POST", "/new-code", "new_code", new_code),
    ("POST", "/new-email", "new_email", new_email),
    ("POST", "/start-again", "start_again", start_again),
    ("GET", "/code", "other_device", other_device),
    ("POST", "/code", "verify_elsewhere", verify_elsewhere),
    ("GET", "/done", "done", done),
)
"""(method, rule, endpoint, view) for `audience.pages`."""

MEMBERS = Audience(
    name="sign_up",
    prefix="/create-account",
    form=SignUp,
    start=identity.sign_up,
    template="sign_up/form.html",
    title="Create Member Online Account",
    within=("Online Self-Service", "public.online_self_service"),
    log_in="logging_in.log_in",
)
blueprint = pages(MEMBERS, ROUTES)
