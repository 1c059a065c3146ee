"""Manage Users: the table, the editor of role and permissions, and what is asked once more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import PROVIDER
from contracts.provider_directory.access import ADMINISTRATOR, GRANTABLE, USER
from gateway.compositions import provider_users
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import place, shown
from gateway.web.provider.users.forms import Access, AccessEnding, RoleChange, Search
from gateway.web.provider.users.table import table_page
from gateway.web.words import words

blueprint = Blueprint("provider_users", __name__, url_prefix="/provider/users")
blueprint.before_request(place.ask_ahead)
blueprint.after_request(place.agreement_first)

_PERSON = "/person/<uuid:link_id>"


@blueprint.get("")
@door(PROVIDER, needs_context=True)
def table() -> Response:
    """Manage Users (R038, R048)."""
    return table_page()


@blueprint.post("")
@door(PROVIDER, needs_context=True)
def search() -> Response:
    """Filter, sort, and the next page: posted, as names and addresses don't belong into a URL."""
    return table_page(Search())


@blueprint.get(_PERSON)
@door(PROVIDER, needs_context=True)
def person(link_id: UUID) -> Response:
    """Edit Role and Permissions (R050)."""
    detail = provider_users.user(link_id)
    return _editor(Access(detail["user"]), detail)


@blueprint.post(_PERSON)
@door(PROVIDER, needs_context=True)
def save(link_id: UUID) -> Response:
    """Save; or put a narrower permission on the list first."""
    form = Access()
    if "add" in request.form:
        form.read()
        form.add()
        return _editor(form, provider_users.user(link_id))
    fields = form.wanted(str(link_id))
    saved = fields and form.sent(provider_users.change, fields)
    if not saved:
        return _editor(form, provider_users.user(link_id))
    flash(words("provider.access_saved", name=shown.name(saved)), "good")
    return redirect(url_for(".table"), 303)


def _editor(form: Access, detail: dict[str, Any]) -> Response:
    names = shown.names_of(detail["practitioners"], detail["sites"])
    return page(
        "provider/users/person.html", form, detail=detail, names=names, features=GRANTABLE, shown=shown
    )


@blueprint.get(f"{_PERSON}/changes")
@door(PROVIDER, needs_context=True)
def history(link_id: UUID) -> Response:
    """What changed of somebody's access, when and by whom (R184)."""
    before = request.args.get("before", "")
    asked = {"link_id": str(link_id), "before": int(before) if before.isdecimal() else None}
    detail, found = provider_users.user(link_id), provider_users.changes(asked)
    names = shown.names_of(found["practitioners"], found["sites"])
    return page("provider/users/history.html", detail=detail, found=found, names=names, shown=shown)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is asked once more: its form, what it does, and what is said afterwards."""

    form: type[Form]
    do: Callable[[dict[str, Any]], dict[str, Any]]
    said: str
    fixed: dict[str, str]


STEPS = {
    "make-admin": Step(
        RoleChange, provider_users.change, "provider.made_administrator", {"role": ADMINISTRATOR}
    ),
    "remove-admin": Step(RoleChange, provider_users.change, "provider.made_user", {"role": USER}),
    "revoke": Step(AccessEnding, provider_users.revoke, "provider.revoked", {}),
    "reinstate": Step(AccessEnding, provider_users.restore, "provider.restored", {}),
}
"""By the last part of their address."""
_STEP = f"{_PERSON}/<any({', '.join(repr(name) for name in STEPS)}):step>"


@blueprint.get(_STEP)
@door(PROVIDER, needs_context=True)
def ask(link_id: UUID, step: str) -> Response:
    """Ask once more."""
    return _confirm(STEPS[step].form(), step, provider_users.user(link_id)["user"])


@blueprint.post(_STEP)
@door(PROVIDER, needs_context=True)
def do(link_id: UUID, step: str) -> Response:
    """Make Admin, Remove Admin, Revoke User, Reinstate (R052, R053)."""
    wanted = STEPS[step]
    form = wanted.form()
    fields = form.take(link_id=str(link_id), **wanted.fixed)
    done = fields and form.sent(wanted.do, fields)
    if not done:
        return _confirm(form, step, provider_users.user(link_id)["user"])
    flash(words(wanted.said, name=shown.name(done)), "good")
    # Who was an administrator has no permissions of her own yet.
    target = url_for(".person", link_id=link_id) if step == "remove-admin" else url_for(".table")
    return redirect(target, 303)


def _confirm(form: Form, step: str, user: dict[str, Any]) -> Response:
    return page("provider/users/confirm.html", form, step=step, user=user, shown=shown)
