"""The queue, by state. A request is decided in the member's record, once that is open."""

from flask import Blueprint, Response, request

from contracts.member.pcp import EXCEPTION_STATES
from contracts.procedures import MEMBER_SERVICES
from gateway.compositions import staff_members
from gateway.security.doors import door
from gateway.web.care import shown as care
from gateway.web.page import page
from gateway.web.staff import shown

blueprint = Blueprint("pcp_exceptions", __name__, url_prefix="/staff/pcp-exceptions")


@blueprint.get("")
@door(MEMBER_SERVICES)
def queue() -> Response:
    """The oldest first; nothing of the member's but the doctor who is wished for."""
    state = request.args.get("state", "open")
    found = staff_members.exceptions({"state": state, "after": request.args.get("after")})
    states = shown.options("exception", EXCEPTION_STATES)
    said = {"state": state, "states": states, "shown": shown, "care": care}
    return page("staff/pcp_exceptions/queue.html", found=found, **said)
