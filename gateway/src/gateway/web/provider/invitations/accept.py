"""The page behind an invitation's link: accept it as somebody new, or with the account one has (R047).

The link's token goes into a sealed cookie of this browser at once and out of the address, so that it stands
in no history and no other site hears of it. It survives logging in, and an account that is made first.
"""

from typing import Any, ClassVar

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.errors import ContractError
from contracts.procedures import ANYONE, PROVIDER
from contracts.provider_directory import errors as e
from contracts.provider_directory import invitations as i
from gateway.compositions import provider_users
from gateway.security import cookies
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.words import words

blueprint = Blueprint("provider_invitation", __name__, url_prefix="/provider/invitation")

COOKIE = "portico-invitation"
LONGEST = 200


def token() -> str:
    """The invitation that this browser came with; "" without one."""
    return (cookies.read(COOKIE) or {}).get("token", "")


class Accept(Form):
    """Accept the invitation with the account that is logged in."""

    schema = i.InvitationToken
    labels: ClassVar[dict[str, str]] = {}
    there_already = False

    def refuse(self, error: ContractError) -> None:
        """Somebody who has access already needs no invitation."""
        super().refuse(error)
        self.there_already = isinstance(error, e.ProviderAlreadyLinked)


@blueprint.get("/<token>")
@door(ANYONE)
def open_link(token: str) -> Response:
    """The link of the letter."""
    answer = redirect(url_for(".show"), 303)
    cookies.write(answer, COOKIE, {"token": token[:LONGEST]})
    return answer


@blueprint.get("")
@door(ANYONE)
def show() -> Response:
    """Who invites, and how to accept; of a link that opens nothing, the same whatever the cause."""
    return _shown(Accept())


def _shown(form: Form) -> Response:
    found: dict[str, Any] = provider_users.invitation(token()) if token() else {"open": False}
    answer = page(
        "provider/invitations/accept.html", form, found=found, signed_in_here=place.is_office(), shown=shown
    )
    return answer if found["open"] else _done(answer)


@blueprint.post("")
@door(PROVIDER)
def accept() -> Response:
    """Accept: linked, and signed in to it."""
    form = Accept()
    linked = form.sent(provider_users.accept, token()) if token() else None
    if form.there_already:
        flash(words(e.ProviderAlreadyLinked.code), "")
        return _done(redirect(url_for("provider_links.table"), 303))
    if not linked:
        return _shown(form)
    flash(words("provider.associated", office=linked["name"]), "good")
    return _done(redirect(url_for("provider.home"), 303))


def _done(answer: Response) -> Response:
    cookies.delete(answer, COOKIE)
    return answer
