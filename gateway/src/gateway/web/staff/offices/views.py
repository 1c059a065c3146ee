"""Finding an office, opening it with a reason, and the office's page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext

from contracts.procedures import PROVIDER_SERVICES, SUPPORT
from gateway.compositions import staff_offices
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web.page import page
from gateway.web.provider import shown as office_words
from gateway.web.staff.cases import shown as case_words
from gateway.web.staff.offices import looking, shown
from gateway.web.staff.offices.forms import Reason, Search

blueprint = Blueprint("staff_offices", __name__, url_prefix="/staff/offices")

OFFICE = "/<uuid:billing_provider_id>"


@blueprint.get("")
@door(SUPPORT, PROVIDER_SERVICES)
def find() -> Response:
    """Find an office: nothing of it is ever in an address."""
    return _finding(Search())


@blueprint.post("")
@door(SUPPORT, PROVIDER_SERVICES)
def search() -> Response:
    """What it could be; further pages are the same form again."""
    form = Search()
    fields = form.take()
    found = fields and form.sent(staff_offices.search, fields)
    return _finding(form, found or None)


@blueprint.get(f"{OFFICE}/why")
@door(SUPPORT, PROVIDER_SERVICES)
def why(billing_provider_id: UUID) -> Response:
    """An office is opened for a reason; from a case, that is its number."""
    number = request.args.get("case", type=int)
    said = gettext("Case %(number)s", number=number) if number else ""
    return _asking(billing_provider_id, Reason({"reason": said}))


@blueprint.post(OFFICE)
@door(SUPPORT, PROVIDER_SERVICES)
def open_office(billing_provider_id: UUID) -> Response:
    """Open it: written down with the reason, then shown."""
    form = Reason()
    fields = form.take(billing_provider_id=str(billing_provider_id))
    found = fields and form.sent(staff_offices.opened, fields)
    if not found:
        return _asking(billing_provider_id, form)
    looking.remember(billing_provider_id, fields["reason"])
    return _show(found)


@blueprint.get(OFFICE)
@door(SUPPORT, PROVIDER_SERVICES)
@looking.opened
def office(billing_provider_id: UUID) -> Response:
    """The office, while it is open; further pages of its people."""
    after = request.args.get("after")
    return _show(looking.office(billing_provider_id, **({"after": after} if after else {})))


def to_office(billing_provider_id: UUID) -> Response:
    """Back to its page."""
    return redirect(url_for("staff_offices.office", billing_provider_id=billing_provider_id), 303)


def is_support() -> bool:
    """Whether the viewer may change access, and see accounts."""
    return SUPPORT in sessions.require().viewer.roles


def _show(found: dict[str, Any]) -> Response:
    said = {"shown": shown, "office_words": office_words, "case_words": case_words}
    names = office_words.names_of(found["practitioners"], found["sites"])
    return page("staff/offices/office.html", office=found, names=names, support_desk=is_support(), **said)


def _finding(form: Search, found: dict[str, Any] | None = None) -> Response:
    return page("staff/offices/find.html", form, found=found, office_words=office_words)


def _asking(billing_provider_id: UUID, form: Reason) -> Response:
    longest = looking.LONGEST
    return page("staff/offices/why.html", form, billing_provider_id=billing_provider_id, longest=longest)
