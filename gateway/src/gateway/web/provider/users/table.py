"""Manage Users: the table with its dialog, rendered from here by everything that leads back to it."""

from typing import Any

from flask import Response, abort

from gateway.compositions import provider_users
from gateway.web.page import page
from gateway.web.provider import shown
from gateway.web.provider.invitations.staged import Staged
from gateway.web.provider.users.forms import Search


def table_page(search: Search | None = None, staged: Staged | None = None) -> Response:
    """The table (R048): one question, whatever it shows. With `staged` the dialog is open."""
    asked, search = search is not None, search or Search()
    fields = search.fields() if asked else search.beginning()
    found: dict[str, Any] | bool | None = fields and search.sent(provider_users.search, fields)
    if search.status == 403:  # a box of the search would be the wrong place to say so
        abort(403)
    form = staged.person if staged and staged.person.wrong else search
    return page(
        "provider/users/table.html",
        form,
        search=search,
        found=found if isinstance(found, dict) else {"users": [], "next": None},
        staged=staged or Staged(),
        inviting=staged is not None,
        shown=shown,
    )
