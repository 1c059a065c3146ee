"""The queue, one case with what is known of it, and what is done about it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import PROVIDER_SERVICES, SUPPORT
from gateway.compositions import colleagues, staff_cases, staff_offices
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.staff.cases import shown
from gateway.web.staff.cases.forms import Change, Number
from gateway.web.staff.offices.forms import Free
from gateway.web.words import words

blueprint = Blueprint("staff_cases", __name__, url_prefix="/staff/cases")

CASE = "/<uuid:case_id>"
HELD = "association_failed"


@blueprint.get("")
@door(SUPPORT, PROVIDER_SERVICES)
def queue() -> Response:
    """Cases of a state, those that wait longest first; nothing of who asks."""
    return _queue(Number())


@blueprint.post("")
@door(SUPPORT, PROVIDER_SERVICES)
def find() -> Response:
    """One case by its number, whatever its state."""
    form = Number()
    fields = form.take()
    found = fields and form.sent(staff_cases.queue, fields)
    if found and found["cases"]:
        return to_case(found["cases"][0]["case_id"])
    if found:
        form.status, form.errors["number"] = 404, words("staff.no_such_case")
    return _queue(form)


@blueprint.get(CASE)
@door(SUPPORT, PROVIDER_SERVICES)
def case(case_id: UUID) -> Response:
    """All that is known of it; that it was looked at is written down."""
    return _show(case_id)


@blueprint.post(CASE)
@door(SUPPORT, PROVIDER_SERVICES)
def change(case_id: UUID) -> Response:
    """Note something, take it, let it wait, plan a training, close it, open it again."""
    form = Change()
    fields = form.take(case_id=str(case_id))
    changed = fields and form.sent(staff_cases.change, fields)
    if not changed:
        return _show(case_id, form)
    flash(words("staff.case_saved", number=changed["number"]), "good")
    return redirect(url_for(".queue"), 303) if changed["state"] == "closed" else to_case(case_id)


@blueprint.post(f"{CASE}/association")
@door(SUPPORT, PROVIDER_SERVICES)
def free_association(case_id: UUID) -> Response:
    """Who asked may try again to associate an account (R015)."""
    found, form = staff_cases.case(case_id), Free()
    fields = form.take(account_id=str(found["account_id"]))
    if not (fields and form.sent(staff_offices.free_association, fields)):
        return _show(case_id, form)
    flash(words("staff.association_free"), "good")
    return to_case(case_id)


@blueprint.get(f"{CASE}/association", endpoint="case_again")
@door(SUPPORT, PROVIDER_SERVICES)
def to_case(case_id: UUID) -> Response:
    """To the case; also for a reloaded answer of a POST."""
    return redirect(url_for("staff_cases.case", case_id=case_id), 303)


def _queue(form: Number) -> Response:
    asked = {"state": request.args.get("state", "open"), "kind": request.args.get("kind") or None}
    asked["mine"] = request.args.get("mine") == "1"
    found = staff_cases.queue(asked | {"after": request.args.get("after", type=int)})
    names = _names(case["assigned_to"] for case in found["cases"])
    more = {"my_id": _my_id(), "names": names, "shown": shown}
    return page("staff/cases/queue.html", form, found=found, asked=asked, **more)


def _show(case_id: UUID, form: Form | None = None) -> Response:
    found = staff_cases.case(case_id)
    return page(
        "staff/cases/case.html",
        form,
        case=found,
        change=form if isinstance(form, Change) else Change(_boxes(found)),
        free=form if isinstance(form, Free) else Free(),
        held=found["kind"] == HELD and found["account_id"] is not None,
        my_id=_my_id(),
        names=_names([found["assigned_to"], *(note["by_account_id"] for note in found["notes"])]),
        support_desk=SUPPORT in sessions.require().viewer.roles,
        shown=shown,
    )


def _boxes(found: dict[str, Any]) -> dict[str, str]:
    """The first of the days that would suit stands in the box."""
    days = found["preferred_days"]
    return {"scheduled_on": shown.day(found["scheduled_on"] or days[0]) if days else ""}


def _names(account_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Of colleagues; the viewer herself reads as "you"."""
    return colleagues.names(one for one in account_ids if one != _my_id())


def _my_id() -> UUID | None:
    return sessions.require().viewer.account_id
