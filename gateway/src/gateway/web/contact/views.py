"""Profile: what is on file about how to reach her, and changing it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for

from contracts.procedures import MEMBER
from gateway.compositions import contact
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web import flows
from gateway.web.contact import email_checks, shown
from gateway.web.contact.forms import EMAIL_CHANGE, ChangedEntry, Ending, Entry
from gateway.web.page import meet, page
from gateway.web.words import words

blueprint = Blueprint("contact", __name__, url_prefix="/my-account/profile")

_KIND = "/<any(address, phone, email):kind>"
_ENTRY = f"{_KIND}/<uuid:entry_id>"


@blueprint.get("")
@door(MEMBER)
def profile() -> Response:
    """Profile (R107): its first tab, Personal Information (R137, R138)."""
    if sessions.require().holder:
        with contact.entries_to_come() as entries:
            return _profile(entries)
    entries, account = contact.profile()
    meet(account)
    return _profile(lambda: entries)


def _profile(entries: Callable[[], dict[str, list[dict[str, Any]]]]) -> Response:
    change = flows.current(EMAIL_CHANGE)
    return page("contact/profile.html", entries=entries, shown=shown, email_change=change)


@blueprint.get(f"{_KIND}/new")
@door(MEMBER)
def new(kind: str) -> Response:
    """Add New (R141)."""
    return _form(Entry(kind))


@blueprint.post(f"{_KIND}/new")
@door(MEMBER)
def add(kind: str) -> Response:
    """Save the new entry."""
    form = Entry(kind)
    fields = form.take(kind=kind)
    saved = fields and form.sent(contact.create, fields)
    return _saved(saved) if saved else _form(form)


@blueprint.get(_ENTRY)
@door(MEMBER)
def edit(kind: str, entry_id: UUID) -> Response:
    """Edit (R139)."""
    return _form(ChangedEntry(kind, contact.entry(kind, entry_id)), entry_id)


@blueprint.post(_ENTRY)
@door(MEMBER)
def save(kind: str, entry_id: UUID) -> Response:
    """Save, unless it was changed elsewhere since the page was made: then the difference is shown (R142)."""
    form = ChangedEntry(kind)
    fields = form.take(kind=kind, contact_point_id=str(entry_id))
    saved = fields and form.sent(contact.change, fields)
    return _saved(saved) if saved else _form(form, entry_id)


@blueprint.get(f"{_ENTRY}/delete")
@door(MEMBER)
def delete(kind: str, entry_id: UUID) -> Response:
    """Ask once more, or say why this one must stay (R140)."""
    return _ending(Ending(), contact.entry(kind, entry_id))


@blueprint.post(f"{_ENTRY}/delete")
@door(MEMBER)
def confirm_delete(kind: str, entry_id: UUID) -> Response:
    """Delete it."""
    form = Ending()
    fields = form.take(contact_point_id=str(entry_id))
    if not (fields and form.sent(contact.end, fields)):
        return _ending(form, form.now or contact.entry(kind, entry_id))
    flash(words(f"contact.{kind}_deleted"), "good")
    return redirect(url_for("contact.profile"), 303)


def _form(form: Entry, entry_id: UUID | None = None) -> Response:
    return page("contact/form.html", form, entry_id=entry_id)


def _ending(form: Ending, entry: dict[str, Any]) -> Response:
    return page("contact/delete.html", form, entry=entry, shown=shown)


def _saved(entry: dict[str, Any]) -> Response:
    """Say so, and what else is to be done: a code for an e-mail address, the county that keeps Medi-Cal's own
    record of an address (R142)."""
    flash(words(f"contact.{entry['kind']}_saved"), "good")
    if entry["kind"] == "email" and not entry["verified"]:
        return email_checks.begin(entry)
    for warning in entry["warnings"]:
        flash(words(warning), "warn")
    if entry["kind"] == "address":
        flash(words("contact.tell_county"), "")
    return redirect(url_for("contact.profile"), 303)
