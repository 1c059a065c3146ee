"""Manage Linked Accounts, unlinking, and the ribbon's switch (R034–R036)."""

from typing import Any, ClassVar
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.errors import ContractError, NotFound
from contracts.identity.contexts import ContextChoice
from contracts.procedures import PROVIDER
from contracts.provider_directory.links import LinkRef
from gateway.compositions import provider
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.words import words

blueprint = Blueprint("provider_links", __name__, url_prefix="/provider/users/linked-accounts")
blueprint.before_request(place.ask_ahead)


class Unlink(Form):
    """End an own link."""

    schema = LinkRef
    labels: ClassVar[dict[str, str]] = {}


class Switch(Form):
    """The linked account that was chosen in the ribbon."""

    schema = ContextChoice
    labels: ClassVar[dict[str, str]] = {"context_id": "Linked account"}
    ended = False

    def refuse(self, error: ContractError) -> None:
        """A link that ended meanwhile is no fault of hers (R036)."""
        super().refuse(error)
        self.ended = isinstance(error, NotFound)


@blueprint.get("")
@door(PROVIDER)
def table() -> Response:
    """Manage Linked Accounts (R034)."""
    if not place.links():
        return redirect(url_for("provider_association.form"), 303)
    return page("provider/links/table.html", links=place.links(), shown=shown)


@blueprint.post("/switch")
@door(PROVIDER)
def switch() -> Response:
    """Work for another linked account (R036); what was open belongs to the former one, so begin at home."""
    form = Switch()
    fields = form.take()
    if fields and form.sent(provider.enter, UUID(fields["context_id"])):
        return redirect(url_for("provider.home"), 303)
    if not form.ended and form.problems:
        flash(form.problems[0], "warn")
    else:
        flash(words("provider.link_ended"), "warn")
    return redirect(url_for(".table"), 303)


@blueprint.get("/<uuid:link_id>/unlink")
@door(PROVIDER)
def unlink(link_id: UUID) -> Response:
    """Ask once more."""
    return page("provider/links/unlink.html", Unlink(), link=_mine(link_id), shown=shown)


@blueprint.post("/<uuid:link_id>/unlink")
@door(PROVIDER)
def confirm_unlink(link_id: UUID) -> Response:
    """Unlink, unless nobody would be left to administer the Provider ID (R034)."""
    form, link = Unlink(), _mine(link_id)
    fields = form.take(link_id=str(link_id))
    if not (fields and form.sent(provider.unlink, fields)):
        return page("provider/links/unlink.html", form, link=link, shown=shown)
    if link["context_id"] == sessions.require().viewer.context_id:
        provider.enter(None)
    flash(words("provider.unlinked"), "good")
    return redirect(url_for("provider.home"), 303)


def _mine(link_id: UUID) -> dict[str, Any]:
    """An own link that has not ended. Raises NotFound."""
    for link in place.links():
        if link["link_id"] == link_id and link["state"] != "revoked":
            return link
    raise NotFound()
