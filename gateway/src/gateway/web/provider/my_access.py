"""My access: what I may do here, what changed, when and by whom; who my administrator is (R184–R187)."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import PROVIDER
from contracts.provider_directory.access import GRANTABLE
from contracts.provider_directory.links import PermissionRequest
from gateway.compositions import provider
from gateway.security.doors import door
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.words import words

blueprint = Blueprint("provider_access", __name__, url_prefix="/provider/my-access")
blueprint.before_request(place.ask_ahead)
blueprint.after_request(place.agreement_first)


class WishForm(EmptyBoxes, PermissionRequest):
    """What the directory takes for a request."""


class Wish(Form):
    """Request access to something that is missing (R187)."""

    schema = WishForm
    labels = {"feature": "What is missing?", "message": "Message to your administrator (Optional)"}
    optional = frozenset({"message"})


@blueprint.get("")
@door(PROVIDER, needs_context=True)
def show() -> Response:
    """Own permissions and sites, and the changes (R184, R185)."""
    return _page(Wish({"feature": request.args.get("feature", "")}))


@blueprint.post("")
@door(PROVIDER, needs_context=True)
def ask() -> Response:
    """Request access: the administrators are told."""
    form = Wish()
    fields = form.take()
    if not (fields and form.sent(provider.request_permission, fields)):
        return _page(form)
    flash(words("provider.permission_asked"), "good")
    return redirect(url_for(".show"), 303)


def _page(form: Wish) -> Response:
    before = request.args.get("before", "")
    asked: dict[str, Any] = {"before": int(before) if before.isdecimal() else None}
    mine = provider.own_access(asked)
    names = shown.names_of(mine["practitioners"], mine["sites"])
    return page("provider/my_access.html", form, mine=mine, names=names, lacking=_lacking(mine), shown=shown)


def _lacking(mine: dict[str, Any]) -> list[str]:
    """What can be asked for: also what she has for certain providers or sites alone, as others may be missing
    (R185)."""
    if mine["all_features"]:
        return []
    everywhere = {g["feature"] for g in mine["grants"] if not g["provider_scope"] and not g["site_scope"]}
    return [key for key in GRANTABLE if key not in everywhere and key not in mine["requested"]]
