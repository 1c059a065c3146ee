"""Log in, log out."""

from contextlib import suppress

from flask import Blueprint, Response, redirect, request, url_for

from contracts.errors import ContractError
from contracts.procedures import ANYONE, MEMBER
from gateway.compositions import care, identity
from gateway.security import sessions
from gateway.security.doors import door
from gateway.security.redirects import safe_next
from gateway.web import display
from gateway.web.logging_in.forms import LogIn
from gateway.web.page import page

blueprint = Blueprint("logging_in", __name__)


@blueprint.get("/log-in")
@blueprint.get("/provider-portal/log-in", endpoint="provider_log_in")
@door(ANYONE)
def log_in() -> Response:
    """Member Online Account (R082), or the same for offices (R174). Who is logged in already goes on."""
    if sessions.current():
        return _go_on()
    return page("logging_in/log_in.html", LogIn(), next=safe_next(request.args.get("next")))


@blueprint.post("/log-in")
@blueprint.post("/provider-portal/log-in", endpoint="provider_submit")
@door(ANYONE)
def submit() -> Response:
    """LOG IN: one neutral answer to everything that is not right (R082, R182)."""
    form = LogIn()
    fields = form.take(device_token=None)
    opened = fields and form.sent(identity.log_in, {n: fields[n] for n in ("username", "password")})
    if not opened:
        return page("logging_in/log_in.html", form, next=safe_next(request.form.get("next")))
    return _as_she_likes(_go_on())


def _as_she_likes(answer: Response) -> Response:
    """This browser shows pages as she chose them elsewhere (R151); without an answer, as it did before."""
    if MEMBER in sessions.require().viewer.roles and not sessions.must_reset():
        with suppress(ContractError):
            kept = care.preferences()
            if kept["version"] > 1:  # she chose
                display.remember(answer, kept["text_size"], kept["grayscale"])
    return answer


def _go_on() -> Response:
    if sessions.must_reset():
        return redirect(url_for("my_account.new_password"), 303)
    asked = safe_next(request.values.get("next"))
    return redirect(asked or url_for("my_account.home"), 303)


@blueprint.post("/log-out")
@door(ANYONE)
def log_out() -> Response:
    """End this session, here in any case."""
    # This browser forgets it in any case; at identity an unreachable session ends by itself when idle.
    with suppress(ContractError):
        identity.log_out()
    return redirect(url_for("logging_in.logged_out"), 303)


@blueprint.get("/logged-out")
@door(ANYONE)
def logged_out() -> Response:
    """After logging out, or after being logged out for doing nothing (R239)."""
    if sessions.current():
        return redirect(url_for("my_account.home"), 303)
    return page("logging_in/logged_out.html", idle=request.args.get("why") == "idle")
