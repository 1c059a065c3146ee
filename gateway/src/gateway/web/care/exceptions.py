"""Asking the plan for a doctor whom the rules refuse (R227): the page behind the list of Change PCP.

It is posted to the same address as the list and carries the search along, so that she can go back to it.
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for

from gateway.compositions import care
from gateway.web.care import shown
from gateway.web.care.forms import ExceptionRequest, Search
from gateway.web.page import page
from gateway.web.words import words


def wanted() -> bool:
    """Whether this post is about an exception."""
    return "ask" in request.form or "send" in request.form


def answer(form: ExceptionRequest) -> Response | None:
    """Send the request, or ask for her reason. None when there is no such doctor to ask for: what is wrong
    stands in `form` then."""
    if "send" in request.form and (sent := _send(form)):
        return sent
    search = Search()
    fields = search.take(after=request.form.get("after", ""))
    answers = fields and search.sent(care.pcps_and_requests, fields)
    if not answers:
        return None
    found, requests = answers
    doctor = _refused(found)
    if doctor is None:
        return None
    return page(
        "care/ask_exception.html",
        form,
        search=search,
        found=found,
        doctor=doctor,
        waiting=_waiting(requests, found["line"]),
        shown=shown,
    )


def _send(form: ExceptionRequest) -> Response | None:
    fields = form.take()
    asked = fields and form.sent(care.submit_exception, fields)
    if not asked:
        return None
    flash(words("pcp.exception_asked", number=asked["number"]), "good")
    return redirect(url_for("care.providers"), 303)


def _refused(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """The doctor whose button was pressed, if the rules still refuse her."""
    chosen = request.form.get("ask") or request.form.get("provider_id")
    refused = (d for d in found["doctors"] if not d["available"] and d["reason"] != "current")
    return next((doctor for doctor in refused if str(doctor["provider_id"]) == chosen), None)


def _waiting(requests: list[dict[str, Any]], line: str) -> dict[str, Any] | None:
    """Her open request of this line: there is one at most."""
    return next((one for one in requests if (one["line"], one["state"]) == (line, "open")), None)
