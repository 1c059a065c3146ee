"""The confidential address: Member Services writes down where a member's mail goes, and ends it (R143)."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from contracts.procedures import MEMBER_SERVICES
from gateway.compositions import staff_members
from gateway.security.doors import door
from gateway.web.contact import shown as contact
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.staff.members import looking
from gateway.web.staff.members.confidential_forms import Address, AddressEnd
from gateway.web.staff.members.views import RECORD, done
from gateway.web.words import words

blueprint = Blueprint("staff_confidential_address", __name__, url_prefix="/staff/members")

_ADDRESS = f"{RECORD}/confidential-address"


@blueprint.get(_ADDRESS)
@door(MEMBER_SERVICES)
@looking.opened
def edit(member_key: UUID) -> Response:
    """Where her mail goes now, and where it should go."""
    return _page("staff/members/confidential.html", member_key, Address())


@blueprint.post(_ADDRESS)
@door(MEMBER_SERVICES)
@looking.opened
def save(member_key: UUID) -> Response:
    """Send it there; the confidential address before ends."""
    form = Address()
    fields = form.take(member_key=str(member_key))
    if not (fields and form.sent(staff_members.change_confidential_address, fields)):
        return _page("staff/members/confidential.html", member_key, form)
    return done(member_key, words("staff.confidential_saved"))


@blueprint.get(f"{_ADDRESS}/end")
@door(MEMBER_SERVICES)
@looking.opened
def end(member_key: UUID) -> Response:
    """Why does it end?"""
    return _page("staff/members/confidential_end.html", member_key, AddressEnd())


@blueprint.post(f"{_ADDRESS}/end")
@door(MEMBER_SERVICES)
@looking.opened
def confirm_end(member_key: UUID) -> Response:
    """Her mail goes to her other addresses again."""
    form = AddressEnd()
    fields = form.take(member_key=str(member_key))
    if not (fields and form.sent(staff_members.end_confidential_address, fields)):
        return _page("staff/members/confidential_end.html", member_key, form)
    return done(member_key, words("staff.confidential_ended"))


def _page(template: str, member_key: UUID, form: Address | AddressEnd) -> Response:
    found = looking.record(member_key)
    return page(template, form, record=found, place=_place(found), shown=shown, contact=contact)


def _place(record: dict[str, Any]) -> dict[str, Any] | None:
    """The confidential address of today (ContactPoint)."""
    return next((point for point in record["contact_points"] if contact.is_confidential(point)), None)
