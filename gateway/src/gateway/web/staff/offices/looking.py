"""The Provider IDs that this browser has open: why each was opened, in the form session (R224).

Nothing is shown of an office before somebody said why; each page that shows something of it is written down
with that reason.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, redirect, session, url_for

from gateway.compositions import staff_offices

LONGEST = 200
"""Characters of a reason: several of them travel in a cookie."""

_KEPT = "offices"
_MOST = 4


def remember(billing_provider_id: UUID, reason: str) -> None:
    """This office is open; the longest-untouched of too many is forgotten."""
    kept = {key: why for key, why in session.get(_KEPT, {}).items() if key != str(billing_provider_id)}
    session[_KEPT] = dict([*kept.items(), (str(billing_provider_id), reason)][-_MOST:])


def reason(billing_provider_id: UUID) -> str | None:
    """Why it was opened; None for one that is not open."""
    return session.get(_KEPT, {}).get(str(billing_provider_id))


def asked(billing_provider_id: UUID) -> dict[str, str]:
    """OfficeAct of a look at an open office."""
    return {"billing_provider_id": str(billing_provider_id), "reason": reason(billing_provider_id) or ""}


def office(billing_provider_id: UUID, **whom: str) -> dict[str, Any]:
    """The office that is open (Office); `whom` is `after` or `link_id` of OfficeLook. Raises NotFound."""
    return staff_offices.opened(asked(billing_provider_id) | whom)


def opened(view: Callable) -> Callable:
    """A page of an open office; without one it leads to the page that asks why."""

    @wraps(view)
    def run(billing_provider_id: UUID, **more: Any) -> Response:
        if reason(billing_provider_id) is None:
            return redirect(url_for("staff_offices.why", billing_provider_id=billing_provider_id), 303)
        return view(billing_provider_id, **more)

    return run
