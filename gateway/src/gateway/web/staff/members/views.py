"""Finding a member, opening her record with a reason, the record, and who looked at it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import MEMBER_SERVICES
from gateway.compositions import colleagues, staff_members
from gateway.security.doors import door
from gateway.web.care import looks_shown
from gateway.web.care import shown as care
from gateway.web.care.preferences import LANGUAGES
from gateway.web.contact import shown as contact
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.staff.members import looking
from gateway.web.staff.members.forms import Interpreter, Reason, Search
from gateway.web.words import words

blueprint = Blueprint("staff_members", __name__, url_prefix="/staff/members")

RECORD = "/<uuid:member_key>"


@blueprint.get("")
@door(MEMBER_SERVICES)
def find() -> Response:
    """Find a member: nothing of her is ever in an address."""
    return _finding(Search())


@blueprint.post("")
@door(MEMBER_SERVICES)
def search() -> Response:
    """Who it could be, with as much as tells one from the other."""
    form = Search()
    fields = form.take()
    found = fields and form.sent(staff_members.search, fields)
    return _finding(form, found or None)


@blueprint.get(f"{RECORD}/why")
@door(MEMBER_SERVICES)
def why(member_key: UUID) -> Response:
    """A record is opened for a reason."""
    return _asking(member_key, Reason({"reason": request.args.get("reason", "")}))


@blueprint.post(RECORD)
@door(MEMBER_SERVICES)
def open_record(member_key: UUID) -> Response:
    """Open it: written down with the reason, then shown."""
    form = Reason()
    fields = form.take(member_key=str(member_key))
    found = fields and form.sent(staff_members.record, fields)
    if not found:
        return _asking(member_key, form)
    looking.remember(found)
    return show(found)


@blueprint.get(RECORD)
@door(MEMBER_SERVICES)
@looking.opened
def record(member_key: UUID) -> Response:
    """The record, while it is open."""
    return show(looking.record(member_key))


@blueprint.post(f"{RECORD}/interpreter")
@door(MEMBER_SERVICES)
@looking.opened
def interpreter(member_key: UUID) -> Response:
    """Record the language she speaks and her need of an interpreter."""
    form, ticked = Interpreter(), request.form.get("needs_interpreter", "0")
    fields = form.take(member_key=str(member_key), needs_interpreter=ticked)
    if not (fields and form.sent(staff_members.change_interpreter_need, fields)):
        return show(looking.record(member_key), form)
    return done(member_key, words("staff.interpreter_saved"))


@blueprint.get(f"{RECORD}/looks")
@door(MEMBER_SERVICES)
@looking.opened
def looks(member_key: UUID) -> Response:
    """Who looked at this record, the newest first."""
    found = looking.go_on(staff_members.looks, member_key, after=request.args.get("after"))
    names = colleagues.names(look["account_id"] for look in found["looks"])
    said = {"names": names, "shown": looks_shown}
    return page("staff/members/looks.html", found=found, member_key=member_key, **said)


def done(member_key: UUID, said: str) -> Response:
    """Back to the record, with what was done."""
    flash(said, "good")
    return redirect(url_for("staff_members.record", member_key=member_key), 303)


def show(found: dict[str, Any], form: Any = None) -> Response:
    """The page of a record (MemberForStaff); `form` is one of its forms, when it was refused."""
    person, kept = found["person"], found["preferences"]
    talk = form if isinstance(form, Interpreter) else _talk(kept)
    return page(
        "staff/members/record.html",
        form or talk,
        talk=talk,
        record=found,
        person=person,
        accounts=staff_members.accounts_of(person["member_id"]),
        languages_of=list(LANGUAGES.items()),
        shown=shown,
        care=care,
        contact=contact,
    )


def _talk(kept: dict[str, Any]) -> Interpreter:
    ticked = "1" if kept["needs_interpreter"] else ""
    boxes = {"spoken_language": kept["spoken_language"] or "", "needs_interpreter": ticked}
    return Interpreter(boxes | {"version": str(kept["version"])})


def _finding(form: Search, found: dict[str, Any] | None = None) -> Response:
    return page("staff/members/find.html", form, found=found, shown=shown)


def _asking(member_key: UUID, form: Reason) -> Response:
    return page("staff/members/why.html", form, member_key=member_key, reasons=shown.look_reasons())
