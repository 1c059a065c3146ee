"""Health Care Coverage, and Providers with My PCP and Change PCP."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.errors import ContractError
from contracts.member.contact import COUNTIES
from contracts.procedures import MEMBER
from gateway.compositions import care
from gateway.security.doors import door
from gateway.web.care import exceptions, shown
from gateway.web.care.forms import ChangeRef, Choice, ExceptionRequest, Search
from gateway.web.page import page
from gateway.web.words import words

blueprint = Blueprint("care", __name__, url_prefix="/my-account")


@blueprint.get("/insurance")
@door(MEMBER)
def insurance() -> Response:
    """Insurance (R145), tab Active (R147)."""
    return page("care/active.html", coverage=care.coverage(), shown=shown)


@blueprint.get("/insurance/inactive")
@door(MEMBER)
def inactive() -> Response:
    """Insurance, tab Inactive (R148)."""
    return page("care/inactive.html", coverage=care.coverage(), shown=shown)


@blueprint.get("/providers")
@door(MEMBER)
def providers() -> Response:
    """Providers, tab My PCP (R115–R119)."""
    return _my_pcp(ChangeRef())


@blueprint.post("/providers/cancel-change")
@door(MEMBER)
def cancel_change() -> Response:
    """Stay with the doctor of today (R136)."""
    form = ChangeRef()
    fields = form.take()
    if not (fields and form.sent(care.cancel_change, fields)):
        return _my_pcp(form)
    flash(words("pcp.change_cancelled"), "good")
    return redirect(url_for("care.providers"), 303)


def _my_pcp(form: ChangeRef) -> Response:
    """The page with her primary doctors, and who treated her as far as that is known now (R118)."""
    pcp, seen = care.pcp_and_seen()
    known = None if isinstance(seen, ContractError) else seen
    return page("care/my_pcp.html", form, pcp=pcp, seen=known, shown=shown)


@blueprint.get("/providers/change-pcp")
@door(MEMBER)
def change_pcp() -> Response:
    """Change PCP (R119, R120): the search."""
    return _results(Search({"line": request.args.get("line", "")}))


@blueprint.post("/providers/change-pcp")
@door(MEMBER)
def choose_pcp() -> Response:
    """Search, Change, Save: one page, so that nothing that was typed is lost on the way (R127–R132). A doctor
    whom the rules refuse can be asked for (R227)."""
    search, choice = Search(), Choice()
    if exceptions.wanted():
        return _exception(search, choice)
    if "save" in request.form and (saved := _save(choice)):
        return saved
    picked = choice.pick() if "change" in request.form or "save" in request.form else None
    return _results(search, choice, picked)


def _save(choice: Choice) -> Response | None:
    fields = choice.take()
    change = fields and choice.sent(care.change_pcp, fields)
    if not change:
        return None
    said = {"doctor": shown.name(change["doctor"]), "day": shown.day(change["effective_on"])}
    flash(words("pcp.changed", **said), "good")
    return redirect(url_for("care.providers"), 303)


def _exception(search: Search, choice: Choice) -> Response:
    """The page that asks for her reason; the list when there is nothing to ask for (any more)."""
    form = ExceptionRequest()
    asking = exceptions.answer(form)
    if asking is not None:
        return asking
    choice.problems, choice.status = form.problems, form.status
    return _results(search, choice)


def _results(search: Search, choice: Choice | None = None, picked: str | None = None) -> Response:
    """The page with the search and, once it was asked for, what was found."""
    found: dict[str, Any] | None = None
    if choice is not None:
        fields = search.take(after=request.form.get("after", ""))
        answer = fields and search.sent(care.search_pcps, fields)
        found = answer if isinstance(answer, dict) else None
    form = choice if choice and choice.wrong else search
    return page(
        "care/change_pcp.html",
        form,
        search=search,
        choice=choice or Choice(),
        found=found,
        picked=_doctor(found, picked),
        counties=[(county, county) for county in COUNTIES],
        shown=shown,
    )


def _doctor(found: dict[str, Any] | None, picked: str | None) -> dict[str, Any] | None:
    doctors = found["doctors"] if found else []
    return next((doctor for doctor in doctors if str(doctor["provider_id"]) == picked), None)
