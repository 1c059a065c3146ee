"""Finding somebody's account: by username, email or name; usernames are looked up here (R224)."""

from typing import Any

from flask import Blueprint, Response

from contracts.procedures import SUPPORT
from gateway.compositions import staff_accounts
from gateway.security.doors import door
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.staff.accounts.forms import Search

blueprint = Blueprint("staff_users", __name__, url_prefix="/staff/accounts")


@blueprint.get("")
@door(SUPPORT)
def find() -> Response:
    """Find a user: nothing of her is ever in an address."""
    return _finding(Search())


@blueprint.post("")
@door(SUPPORT)
def search() -> Response:
    """Who it could be; further pages are the same form again."""
    form = Search()
    fields = form.take()
    found = fields and form.sent(staff_accounts.search, fields)
    return _finding(form, found or None)


def _finding(form: Search, found: dict[str, Any] | None = None) -> Response:
    return page("staff/accounts/find.html", form, found=found, shown=shown)
