"""Invite New User, Send Invitation, and the lists that were sent (R040–R047)."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, request, url_for

from contracts.procedures import PROVIDER
from contracts.provider_directory import invitations as i
from gateway.compositions import provider_users
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.provider.invitations.staged import MOST, Staged
from gateway.web.provider.users.table import table_page
from gateway.web.words import words

blueprint = Blueprint("provider_invitations", __name__, url_prefix="/provider/users")
blueprint.before_request(place.ask_ahead)
blueprint.after_request(place.agreement_first)


class Settling(Form):
    """Send again, or cancel."""

    schema = i.InvitationRef
    labels: ClassVar[dict[str, str]] = {}


@blueprint.get("/invite")
@door(PROVIDER, needs_context=True)
def invite() -> Response:
    """Invite New User (R040): the pop-up box above the table; without JavaScript, at its top."""
    return table_page(staged=Staged())


@blueprint.post("/invite")
@door(PROVIDER, needs_context=True)
def stage() -> Response:
    """Add to List, edit, remove, Send Invitation: what is there stays there (R044)."""
    staged = Staged.posted()
    if "send" in request.form:
        return _send(staged)
    if "edit" in request.form:
        staged.edit(request.form["edit"])
    elif "remove" in request.form:
        staged.remove(request.form["remove"])
    else:
        staged.add()
    return table_page(staged=staged)


def _send(staged: Staged) -> Response:
    form = staged.person
    if not staged.people:
        form.status, form.problems = 422, [words("provider.list_empty")]
        return table_page(staged=staged)
    batch = form.sent(provider_users.invite, {"people": staged.invitees()})
    if batch:
        staged.settle(batch)
    if batch and not staged.people:
        return redirect(url_for(".list_of", batch_id=batch["batch_id"]), 303)
    return table_page(staged=staged)


@blueprint.get("/invitations")
@door(PROVIDER, needs_context=True)
def lists() -> Response:
    """Lists that were sent, the newest first: the message stays to be looked up (R046)."""
    found = provider_users.lists({"after": request.args.get("after")})
    return page("provider/invitations/lists.html", found=found)


@blueprint.get("/invitations/<uuid:batch_id>")
@door(PROVIDER, needs_context=True)
def list_of(batch_id: UUID) -> Response:
    """Success or failure, person by person; of a long list, how far it is (R046)."""
    after = request.args.get("after", "")
    only = "failed" in request.args
    fields = {
        "batch_id": str(batch_id),
        "failed_only": only,
        "after": int(after) if after.isdecimal() else None,
    }
    batch = provider_users.list_of(fields)
    return page("provider/invitations/list.html", batch=batch, failed_only=only, by_hand=MOST, shown=shown)


@blueprint.post("/invitations/<uuid:batch_id>/again")
@door(PROVIDER, needs_context=True)
def again(batch_id: UUID) -> Response:
    """Put the failed ones of a list into the box again, to mend and send them (R046)."""
    failed = {"batch_id": str(batch_id), "failed_only": True, "limit": MOST}
    return table_page(staged=Staged.of_failed(provider_users.list_of(failed)["invitations"]))


@blueprint.post("/invitations/<uuid:invitation_id>/resend")
@door(PROVIDER, needs_context=True)
def resend(invitation_id: UUID) -> Response:
    """Another letter (R047)."""
    return _settle(invitation_id, provider_users.resend, "provider.invitation_resent")


@blueprint.post("/invitations/<uuid:invitation_id>/cancel")
@door(PROVIDER, needs_context=True)
def cancel(invitation_id: UUID) -> Response:
    """The letter's link opens nothing any more (R047)."""
    return _settle(invitation_id, provider_users.cancel, "provider.invitation_cancelled")


def _settle(invitation_id: UUID, do: Callable, said: str) -> Response:
    form = Settling()
    done = form.sent(do, {"invitation_id": str(invitation_id)})
    if not done and form.status in (403, 404):
        abort(form.status)
    flash(words(said) if done else form.problems[0], "good" if done else "warn")
    return redirect(url_for("provider_users.table"), 303)
