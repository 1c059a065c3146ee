"""The provider home, and the Provider Agreement: the first one of who was let in, and a newer version."""

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.errors import NotFound
from contracts.procedures import PROVIDER
from contracts.provider_directory.links import AgreementVersion
from gateway.compositions import provider
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.provider.agreeing import Agreeing
from gateway.web.provider.invitations import accept
from gateway.web.words import words

blueprint = Blueprint("provider", __name__, url_prefix="/provider")
blueprint.before_request(place.ask_ahead)


class ConfirmedForm(Agreeing, AgreementVersion):
    """The version, and the box that stays here."""


class Confirmed(Form):
    """Confirm a newer Provider Agreement (R022)."""

    schema = ConfirmedForm
    labels = {"agree": "I have read the Provider Agreement and confirm it."}


@blueprint.get("")
@door(PROVIDER)
def home() -> Response:
    """Home; before there is a context, the way to one (R003, R023)."""
    if sessions.require().viewer.context_id is None:
        return _to_a_context()
    found = provider.home()
    if found["agreement"]:
        return page("provider/agreement.html", Confirmed(), home=found)
    return page("provider/home.html", home=found, shown=shown)


def _to_a_context() -> Response:
    """An invitation comes first. Nothing linked: the wizard. One account: there. Several: which one?"""
    if accept.token():
        return redirect(url_for("provider_invitation.show"), 303)
    active = [link for link in place.links() if link["context_id"]]
    if len(active) == 1 and _entered(active[0]):
        return redirect(url_for(".home"), 303)
    if active or place.links():
        return redirect(url_for("provider_links.table"), 303)
    return redirect(url_for("provider_association.form"), 303)


def _entered(link: place.Link) -> bool:
    try:
        provider.enter(link["context_id"])
    except NotFound:  # it ended just now
        return False
    return True


@blueprint.post("/agreement")
@door(PROVIDER, needs_context=True)
def confirm_agreement() -> Response:
    """The newer agreement is confirmed."""
    form = Confirmed()
    fields = form.take()
    if not (fields and form.sent(provider.confirm_agreement, fields)):
        found = provider.home()
        return page("provider/agreement.html", form, home=found)
    flash(words("provider.agreement_confirmed"), "good")
    return redirect(url_for(".home"), 303)


@blueprint.get("/agreement")
@door(PROVIDER, needs_context=True)
def agreement() -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return redirect(url_for(".home"), 303)
