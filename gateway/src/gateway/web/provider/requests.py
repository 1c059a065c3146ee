"""Requests for access that wait for an administrator's answer (R020, R187)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.errors import NotFound
from contracts.procedures import PROVIDER
from contracts.provider_directory.access import ADMINISTRATOR, GRANTABLE, USER
from contracts.provider_directory.links import AccessDecision
from gateway.compositions import provider
from gateway.security.doors import door
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.words import words

blueprint = Blueprint("provider_requests", __name__, url_prefix="/provider/users/requests")
blueprint.before_request(place.ask_ahead)
blueprint.after_request(place.agreement_first)


class DecisionForm(EmptyBoxes, AccessDecision):
    """What the directory takes for an answer."""


class Decision(Form):
    """Approve with role and permissions, or deny with a reason."""

    schema = DecisionForm
    labels = {"role": "Role", "features": "Permissions", "reason": "Reason, if you deny it"}
    optional = frozenset({"reason", "features"})

    def __init__(self) -> None:
        super().__init__({"role": USER})
        self.features: list[str] = []
        self.request_id = ""

    def anchor(self, name: str) -> str:
        """Each request on the page has its own boxes."""
        return f"{name}-{self.request_id}"

    def read(self) -> dict[str, Any] | None:
        """The answer as JSON types."""
        self.request_id = request.form.get("request_id", "")
        self.features = [key for key in request.form.getlist("features") if key in GRANTABLE]
        fields = self.take()
        if fields and fields["decision"] == "approve" and fields["role"] != ADMINISTRATOR:
            fields["grants"] = [{"feature": key} for key in self.features]
        return fields


@blueprint.get("")
@door(PROVIDER, needs_context=True)
def table() -> Response:
    """Who waits, the longest first."""
    return _table(Decision())


@blueprint.post("")
@door(PROVIDER, needs_context=True)
def decide() -> Response:
    """Approve, or deny with a reason."""
    form = Decision()
    fields = form.read()
    if not (fields and form.sent(provider.decide_request, fields)):
        return _table(form)
    said = "approved" if fields["decision"] == "approve" else "denied"
    flash(words(f"provider.request_{said}"), "good")
    return redirect(url_for(".table"), 303)


def _table(form: Decision) -> Response:
    after = request.args.get("after", "")
    found = provider.access_requests({"after": str(_id(after)) if after else None})
    return page("provider/requests.html", form, found=found, features=GRANTABLE, shown=shown)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None
