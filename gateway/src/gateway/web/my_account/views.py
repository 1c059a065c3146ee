"""The signed-in home and security settings."""

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import SIGNED_IN
from gateway.compositions import identity
from gateway.security.doors import door
from gateway.security.redirects import safe_next
from gateway.web.my_account.devices import device_name
from gateway.web.my_account.forms import ChangePassword
from gateway.web.page import page
from gateway.web.provider import place
from gateway.web.staff import console
from gateway.web.words import words

blueprint = Blueprint("my_account", __name__, url_prefix="/my-account")


@blueprint.get("")
@door(SIGNED_IN)
def home() -> Response:
    """The signed-in home (R106); of staff, the console; of an office's people, theirs."""
    if console.roles():
        return redirect(url_for("console.home"), 303)
    if place.is_office():
        return redirect(url_for("provider.home"), 303)
    return page("my_account/home.html")


@blueprint.get("/security")
@door(SIGNED_IN)
def security() -> Response:
    """Username (R177), password, and where the account is logged in (R239)."""
    found = identity.list_sessions()
    return page("my_account/security.html", sessions=found, device_name=device_name)


@blueprint.post("/security/end-session")
@door(SIGNED_IN)
def end_session() -> Response:
    """Log one other device out."""
    identity.end_session({"session_id": request.form.get("session_id", "")})
    flash(words("security.session_ended"), "good")
    return redirect(url_for("my_account.security"), 303)


@blueprint.post("/security/end-others")
@door(SIGNED_IN)
def end_others() -> Response:
    """Log out everywhere but here (R239)."""
    identity.end_other_sessions()
    flash(words("security.others_ended"), "good")
    return redirect(url_for("my_account.security"), 303)


@blueprint.get("/security/password")
@door(SIGNED_IN)
def change_password() -> Response:
    """Change the password with the current one."""
    return page("my_account/password.html", ChangePassword(), target=request.path)


@blueprint.post("/security/password")
@door(SIGNED_IN)
def save_password() -> Response:
    """Save it; identity logs all other devices out."""
    return _save("my_account/password.html", url_for("my_account.security"))


@blueprint.get("/new-password")
@door(SIGNED_IN, even_if_must_reset=True)
def new_password() -> Response:
    """All that a person sees who must set a new password (R176)."""
    return page("my_account/new_password.html", ChangePassword(), target=request.path)


@blueprint.post("/new-password")
@door(SIGNED_IN, even_if_must_reset=True)
def save_new_password() -> Response:
    """Save it and go on."""
    return _save("my_account/new_password.html", url_for("my_account.home"))


def _save(template: str, target: str) -> Response:
    form = ChangePassword()
    fields = form.take()
    if not (fields and form.sent(identity.change_password, fields)):
        return page(template, form, target=request.path)
    flash(words("security.password_changed"), "good")
    return redirect(target, 303)


@blueprint.post("/extend")
@door(SIGNED_IN, even_if_must_reset=True, even_if_second_factor_due=True)
def extend() -> Response:
    """Stay logged in (R239): asking is enough, the session's clock starts anew with each answer."""
    if request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    flash(words("session.extended"), "good")
    return redirect(safe_next(request.form.get("next")) or url_for("my_account.home"), 303)
