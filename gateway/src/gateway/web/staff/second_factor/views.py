"""The step after the log-in, setting up an authenticator app, and recovery codes."""

from typing import Any

import segno
from flask import Blueprint, Response, redirect, request, url_for

from contracts.procedures import SIGNED_IN, STAFF
from gateway.compositions import staff_access
from gateway.security import sessions
from gateway.security.doors import door
from gateway.security.redirects import safe_next
from gateway.web.page import page
from gateway.web.staff import console
from gateway.web.staff.second_factor.forms import Code, RecoveryCode

blueprint = Blueprint("second_factor", __name__, url_prefix="/staff/second-factor")

# The step is for whoever has set one up, also by the API; pages to set one up are for staff.
_STEP = {"even_if_must_reset": True, "even_if_second_factor_due": True}


@blueprint.get("")
@door(SIGNED_IN, **_STEP)
def ask() -> Response:
    """The code of now; who has no authenticator app yet sets one up first."""
    if not sessions.second_factor_due():
        return _go_on()
    if not staff_access.second_factor()["enrolled"]:
        return redirect(url_for("second_factor.set_up", next=_next()), 303)
    return _asking(Code())


@blueprint.post("")
@door(SIGNED_IN, **_STEP)
def prove() -> Response:
    """Check it; the session may do everything from now on."""
    return _proved(Code())


@blueprint.get("/recovery-code")
@door(SIGNED_IN, **_STEP)
def recover() -> Response:
    """One of the recovery codes in place of the app."""
    return _asking(RecoveryCode())


@blueprint.post("/recovery-code")
@door(SIGNED_IN, **_STEP)
def prove_otherwise() -> Response:
    """Check it; it works once."""
    return _proved(RecoveryCode())


@blueprint.get("/set-up")
@door(*STAFF, **_STEP)
def set_up() -> Response:
    """What is needed, and what will happen."""
    return page("staff/second_factor/set_up.html", next=_next())


@blueprint.post("/set-up")
@door(*STAFF, **_STEP)
def show_key() -> Response:
    """The key for the app, as a picture and as text. It is shown here only."""
    return _key_page(Code(), staff_access.start_authenticator())


@blueprint.get("/set-up/confirm", endpoint="confirm_again")
@door(*STAFF, **_STEP)
def back_to_set_up() -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return redirect(url_for("second_factor.ask"), 303)


@blueprint.post("/set-up/confirm")
@door(*STAFF, **_STEP)
def confirm() -> Response:
    """The first code proves that the app has the key; then the recovery codes are shown, once."""
    form = Code()
    fields = form.take()
    made = fields and form.sent(staff_access.confirm_authenticator, fields)
    if not made:
        return _key_page(form)
    return _codes_page(made, goes_on=True)


@blueprint.get("/recovery-codes")
@door(*STAFF)
def codes() -> Response:
    """How many recovery codes are left, and how to get new ones."""
    return _replacing(Code())


@blueprint.post("/recovery-codes")
@door(*STAFF)
def new_codes() -> Response:
    """New recovery codes; the earlier ones stop working."""
    form = Code()
    fields = form.take()
    made = fields and form.sent(staff_access.change_recovery_codes, fields)
    return _codes_page(made) if made else _replacing(form)


def _next() -> str | None:
    return safe_next(request.values.get("next"))


def _go_on() -> Response:
    home = "console.home" if console.roles() else "my_account.home"
    return redirect(_next() or url_for(home), 303)


def _asking(form: Code) -> Response:
    return page(f"staff/second_factor/{form.page}.html", form, next=_next())


def _proved(form: Code) -> Response:
    fields = form.take()
    return _go_on() if fields and form.sent(staff_access.confirm_second_factor, fields) else _asking(form)


def _key_page(form: Code, started: dict[str, Any] | None = None) -> Response:
    picture = key = None
    if started:
        picture = segno.make(started["uri"], error="m", micro=False).svg_data_uri(border=4, scale=5)
        key = " ".join(started["secret"][at : at + 4] for at in range(0, len(started["secret"]), 4))
    return page("staff/second_factor/key.html", form, picture=picture, key=key, next=_next())


def _codes_page(made: list[str], goes_on: bool = False) -> Response:
    target = _next() or url_for("console.home")
    return page("staff/second_factor/codes.html", codes=made, goes_on=goes_on, target=target)


def _replacing(form: Code) -> Response:
    found = staff_access.second_factor()
    return page("staff/second_factor/new_codes.html", form, left=found["recovery_codes_left"])
