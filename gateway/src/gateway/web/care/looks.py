"""Who looked at my record: every time somebody of the plan opened it (R237)."""

from flask import Blueprint, Response, request

from contracts.procedures import MEMBER
from gateway.compositions import care
from gateway.security.doors import door
from gateway.web.care import looks_shown
from gateway.web.page import page

blueprint = Blueprint("looks", __name__, url_prefix="/my-account/looks")


@blueprint.get("")
@door(MEMBER)
def show() -> Response:
    """The newest first, a page at a time."""
    return page("care/looks.html", found=care.looks({"after": request.args.get("after")}), shown=looks_shown)
