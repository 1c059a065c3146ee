"""Getting back into an account: one form, then the message and, for a password, the second form; for members
and for offices."""

from typing import Any

from flask import Response, flash, redirect, url_for

from contracts.procedures import ANYONE
from gateway.compositions import identity
from gateway.security.doors import door
from gateway.web import flows
from gateway.web.audience import Audience, audience, pages
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.recovery.forms import NewPassword, Recovery
from gateway.web.words import words


def _flow() -> dict[str, Any] | None:
    return flows.current(audience().name)


def _here() -> Response:
    return redirect(url_for(".form"), 303)


def _page(template: str, form: Form | None = None, **context: Any) -> Response:
    return page(template, form, audience=audience(), **context)


def _sent_page(form: NewPassword | None = None) -> Response:
    flow = _flow()
    return _page(
        "recovery/sent.html", form or NewPassword(), flow=flow, message=f"recover.{flow['sent']}_sent"
    )


@door(ANYONE)
def form() -> Response:
    """The form (R086–R090); in the middle of a recovery, its next step (R091, R096, R104)."""
    whose = audience()
    return _sent_page() if _flow() else _page(whose.template, whose.form())


@door(ANYONE)
def submit() -> Response:
    """SUBMIT: the answer is the same whether or not anything matched (R105)."""
    whose = audience()
    form = whose.form()
    fields = form.take()
    started = fields and form.sent(whose.start, fields)
    if not started:
        return _page(whose.template, form)
    flows.begin(whose.name, started["recovery_id"], started, sent=_asked_for(fields))
    return _here()


def _asked_for(fields: dict[str, Any]) -> str:
    """`username`, `code` or `both`: offices ask for a new password alone (R180)."""
    username, password = fields.get("forgot_username", False), fields.get("reset_password", True)
    return "both" if username and password else "code" if password else "username"


@door(ANYONE)
def back_to_form() -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return _here()


@door(ANYONE)
def new_password() -> Response:
    """RESET PASSWORD (R098–R101)."""
    if not (flow := _flow()):
        return _lost()
    form = NewPassword()
    fields = form.take(recovery_id=flow["id"])
    if not (fields and form.sent(identity.confirm_recovery, fields)):
        return _sent_page(form)
    flows.finish(audience().name)
    return redirect(url_for(".done"), 303)


@door(ANYONE)
def new_code() -> Response:
    """Send the mail again (R100)."""
    if not (flow := _flow()):
        return _lost()
    form = NewPassword()
    started = form.sent(identity.resend_recovery_code, {"recovery_id": flow["id"]})
    if not started:
        return _sent_page(form)
    flows.begin(audience().name, started["recovery_id"], started, sent=flow["sent"])
    flash(words("recover.new_code_sent"), "good")
    return _here()


@door(ANYONE)
def start_again() -> Response:
    """Leave this recovery for an empty form."""
    flows.forget(audience().name)
    return _here()


@door(ANYONE)
def done() -> Response:
    """The success message and the way to the log-in, which is not done for her (R102)."""
    if not flows.just_finished(audience().name):
        return redirect(url_for(audience().log_in), 303)
    return _page("recovery/done.html")


def _lost() -> Response:
    flash(words("flow.start_again"), "warn")
    return _here()


ROUTES = (
    ("GET", "", "form", form),
    ("POST", "", "submit", submit),
    ("GET", "/new-password", "new_password_again", back_to_form),
    ("GET", "/new-code", "new_code_again", back_to_form),
    ("POST", "/new-password", "new_password", new_password),
    ("POST", "/new-code", "new_code", new_code),
    ("POST", "/start-again", "start_again", start_again),
    ("GET", "/done", "done", done),
)
"""(method, rule, endpoint, view) for `audience.pages`."""

MEMBERS = Audience(
    name="recovery",
    prefix="/recover",
    form=Recovery,
    start=identity.start_recovery,
    template="recovery/form.html",
    title="Recover Member Online Account",
    within=("Online Self-Service", "public.online_self_service"),
    log_in="logging_in.log_in",
)
blueprint = pages(MEMBERS, ROUTES)
