"""Another doctor for a member, by the rules or as an exception to them, and decisions on exceptions."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext

from contracts.member.contact import COUNTIES
from contracts.member.pcp import REASONS
from contracts.procedures import MEMBER_SERVICES
from gateway.compositions import staff_members
from gateway.security.doors import door
from gateway.web.care import shown as care
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.staff.members import looking
from gateway.web.staff.members.doctor_forms import BY_THE_RULES, Asked, Choice, Decision, Search, days
from gateway.web.staff.members.forms import ChangeRef
from gateway.web.staff.members.views import RECORD, done, show
from gateway.web.words import words

blueprint = Blueprint("staff_member_doctors", __name__, url_prefix="/staff/members")


@blueprint.get(f"{RECORD}/change-pcp")
@door(MEMBER_SERVICES)
@looking.opened
def change_pcp(member_key: UUID) -> Response:
    """The search."""
    return _results(member_key, Search({"line": request.args.get("line", "")}))


@blueprint.post(f"{RECORD}/change-pcp")
@door(MEMBER_SERVICES)
@looking.opened
def choose_pcp(member_key: UUID) -> Response:
    """Search, Change, Save or ask for an exception: one page, so that nothing typed is lost on the way."""
    ask = "ask" in request.form
    search, choice = Search(), Asked() if ask else Choice()
    if (ask or "save" in request.form) and (saved := _save(member_key, choice)):
        return saved
    wanted = {"change", "save", "ask"} & set(request.form)
    return _results(member_key, search, choice, choice.pick() if wanted else None)


@blueprint.post(f"{RECORD}/cancel-change")
@door(MEMBER_SERVICES)
@looking.opened
def cancel_change(member_key: UUID) -> Response:
    """She keeps the doctor of today (R136)."""
    form = ChangeRef()
    fields = form.take(member_key=str(member_key))
    if not (fields and form.sent(staff_members.cancel_change, fields)):
        return show(looking.record(member_key), form)
    return done(member_key, words("staff.change_cancelled"))


@blueprint.get(f"{RECORD}/exceptions/<uuid:exception_id>")
@door(MEMBER_SERVICES)
@looking.opened
def exception(member_key: UUID, exception_id: UUID) -> Response:
    """What was asked for, and the decision on it (R227)."""
    return _deciding(member_key, exception_id, Decision())


@blueprint.post(f"{RECORD}/exceptions/<uuid:exception_id>")
@door(MEMBER_SERVICES)
@looking.opened
def decide(member_key: UUID, exception_id: UUID) -> Response:
    """Approve or deny it."""
    form = Decision()
    fields = form.take(exception_id=str(exception_id))
    decided = fields and form.sent(staff_members.decide, fields)
    if not decided:
        return _deciding(member_key, exception_id, form)
    if decided["change"]:
        day = care.day(decided["change"]["effective_on"])
        return done(member_key, words("staff.exception_approved", day=day))
    return done(member_key, words("staff.exception_denied"))


def _save(member_key: UUID, choice: Choice) -> Response | None:
    fields = choice.take(member_key=str(member_key))
    if isinstance(choice, Asked):
        asked = fields and choice.sent(staff_members.submit_exception, fields)
        return done(member_key, words("staff.exception_asked", number=asked["number"])) if asked else None
    change = fields and choice.sent(staff_members.change_pcp, fields)
    if not change:
        return None
    said = {"doctor": care.name(change["doctor"]), "day": care.day(change["effective_on"])}
    return done(member_key, words("staff.pcp_changed", **said))


def _results(
    member_key: UUID, search: Search, choice: Choice | None = None, picked: str | None = None
) -> Response:
    """The page with the search and, once it was asked for, what was found."""
    record = looking.record(member_key)
    found: dict[str, Any] | None = None
    if choice is not None:
        fields = search.take(member_key=str(member_key), after=request.form.get("after", ""))
        answer = fields and search.sent(staff_members.search_pcps, fields)
        found = answer if isinstance(answer, dict) else None
    return page(
        "staff/members/change_pcp.html",
        choice if choice and choice.wrong else search,
        record=record,
        search=search,
        choice=choice or Choice(),
        found=found,
        picked=_picked(found, picked),
        counties=[(county, county) for county in COUNTIES],
        reasons=shown.options("pcp_reason", REASONS),
        days=_days(record),
        shown=shown,
        care=care,
    )


def _picked(found: dict[str, Any] | None, picked: str | None) -> dict[str, Any] | None:
    listed = found["doctors"] if found else []
    return next((doctor for doctor in listed if str(doctor["provider_id"]) == picked), None)


def _days(record: dict[str, Any]) -> list[tuple[str, str]]:
    start = record["pcp"]["next_start"]
    usual = gettext("%(day)s, by the rules", day=care.day(start))
    return [(BY_THE_RULES, usual), *days(record["today"], start)]


def _deciding(member_key: UUID, exception_id: UUID, form: Decision) -> Response:
    record = looking.record(member_key)
    asked = (one for one in record["pcp"]["exceptions"] if one["exception_id"] == exception_id)
    if (one := next(asked, None)) is None:
        abort(404)
    wished = gettext("As asked for: %(day)s", day=care.day(one["wished_on"] or record["pcp"]["next_start"]))
    start = record["pcp"]["next_start"]
    more = [*days(record["today"], start), (str(start), care.day(start))]
    return page(
        "staff/members/exception.html",
        form,
        record=record,
        asked=one,
        days=[(BY_THE_RULES, wished), *more],
        denials=shown.denials(),
        target=url_for("staff_member_doctors.decide", member_key=member_key, exception_id=exception_id),
        shown=shown,
        care=care,
    )
