"""The office's patients: members whose primary doctor works here today (R018, R136, R186)."""

from uuid import UUID

from flask import Blueprint, Response, request

from contracts.member.errors import FeatureNotGranted
from contracts.procedures import PROVIDER
from gateway.compositions import roster
from gateway.security.doors import door
from gateway.web.care import shown
from gateway.web.page import page
from gateway.web.provider import place

blueprint = Blueprint("provider_roster", __name__, url_prefix="/provider/patients")
blueprint.before_request(place.ask_ahead)
blueprint.after_request(place.agreement_first)


@blueprint.get("")
@door(PROVIDER, needs_context=True)
def show() -> Response:
    """A page of the roster; who lacks the permission is told how to get it (R187)."""
    try:
        found = roster.page_of(_after())
    except FeatureNotGranted:
        response = page("provider/roster.html", found=None)
        response.status_code = 403
        return response
    return page("provider/roster.html", found=found, shown=shown)


def _after() -> UUID | None:
    """Where the page before ended; a text that is none begins anew."""
    try:
        return UUID(request.args.get("after", ""))
    except ValueError:
        return None
