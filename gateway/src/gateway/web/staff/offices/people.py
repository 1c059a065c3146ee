"""One person of an office: what she may do and may have done, an administrator's place, earlier access again
(R187, R224)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import SUPPORT
from gateway.compositions import staff_offices
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.provider import shown as office_words
from gateway.web.staff.offices import looking, shown
from gateway.web.staff.offices.forms import Administrator, Restore
from gateway.web.words import words

blueprint = Blueprint("staff_office_people", __name__, url_prefix="/staff/offices")

PERSON = "/<uuid:billing_provider_id>/people/<uuid:link_id>"


@blueprint.get(PERSON)
@door(SUPPORT)
@looking.opened
def person(billing_provider_id: UUID, link_id: UUID) -> Response:
    """Her access, and what changed in it when and by whom."""
    return _show(billing_provider_id, link_id, Administrator())


@blueprint.post(f"{PERSON}/administrator")
@door(SUPPORT)
@looking.opened
def administrator(billing_provider_id: UUID, link_id: UUID) -> Response:
    """Make her the administrator; both are told by mail."""
    form = Administrator()
    fields = form.take(billing_provider_id=str(billing_provider_id), link_id=str(link_id))
    made = fields and form.sent(staff_offices.make_administrator, fields)
    if not made:
        return _show(billing_provider_id, link_id, form)
    flash(words("staff.administrator_made", name=office_words.name(made)), "good")
    return _to_person(billing_provider_id, link_id)


@blueprint.post(f"{PERSON}/compare")
@door(SUPPORT)
@looking.opened
def compare(billing_provider_id: UUID, link_id: UUID) -> Response:
    """What she may do now beside what she might do after a change."""
    change_id = request.form.get("change_id", type=int)
    if change_id is None:
        return _to_person(billing_provider_id, link_id)
    return _comparing(billing_provider_id, link_id, change_id, Restore())


@blueprint.post(f"{PERSON}/restore")
@door(SUPPORT)
@looking.opened
def restore(billing_provider_id: UUID, link_id: UUID) -> Response:
    """Give her that access again; she is told by mail."""
    change_id = request.form.get("change_id", type=int)
    if change_id is None:
        return _to_person(billing_provider_id, link_id)
    form = Restore()
    fields = form.take(link_id=str(link_id))
    made = fields and form.sent(staff_offices.restore, fields)
    if not made:
        return _comparing(billing_provider_id, link_id, change_id, form)
    flash(words("staff.access_restored", name=office_words.name(made)), "good")
    return _to_person(billing_provider_id, link_id)


@blueprint.get(f"{PERSON}/<any(administrator, compare, restore):step>", endpoint="person_again")
@door(SUPPORT)
def back_to_person(billing_provider_id: UUID, link_id: UUID, step: str) -> Response:
    """A reloaded answer of a POST leads back to the page."""
    return _to_person(billing_provider_id, link_id)


def _to_person(billing_provider_id: UUID, link_id: UUID) -> Response:
    target = url_for(".person", billing_provider_id=billing_provider_id, link_id=link_id)
    return redirect(target, 303)


def _found(billing_provider_id: UUID, link_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The office (Office) and her row of it. Raises NotFound."""
    office = looking.office(billing_provider_id, link_id=str(link_id))
    return office, office["users"][0]


def _show(billing_provider_id: UUID, link_id: UUID, form: Form) -> Response:
    office, user = _found(billing_provider_id, link_id)
    found = staff_offices.changes(link_id, request.args.get("before", type=int))
    return page(
        "staff/offices/person.html",
        form,
        office=office,
        user=user,
        others=[(str(one["id"]), one["name"]) for one in office["administrators"] if one["id"] != link_id],
        found=found,
        names=_names(office, found),
        shown=shown,
        office_words=office_words,
    )


def _comparing(billing_provider_id: UUID, link_id: UUID, change_id: int, form: Form) -> Response:
    office, user = _found(billing_provider_id, link_id)
    found = staff_offices.change(link_id, change_id)
    said = {"shown": shown, "office_words": office_words, "names": _names(office, found)}
    [change] = found["changes"]
    return page("staff/offices/compare.html", form, office=office, user=user, change=change, **said)


def _names(office: dict[str, Any], found: dict[str, Any]) -> dict[str, str]:
    """Practitioners and sites of her permissions now and before, by id."""
    return office_words.names_of(
        *(one[kind] for one in (office, found) for kind in ("practitioners", "sites"))
    )
