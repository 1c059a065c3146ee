"""The records that this browser has open: the id of the newest look at each, in the form session (R237).

Nothing is shown of a member before somebody said why; from then on each page goes on with that look.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, redirect, session, url_for

from contracts.errors import NotFound
from gateway.compositions import staff_members

_KEPT = "looks"
_MOST = 10


class Lapsed(Exception):
    """The look is too old to go on with."""


def remember(record: dict[str, Any]) -> None:
    """This record is open; the longest-untouched of too many is forgotten."""
    kept = session.get(_KEPT, {})
    kept.pop(str(record["member_key"]), None)
    kept[str(record["member_key"])] = str(record["look_id"])
    session[_KEPT] = dict(list(kept.items())[-_MOST:])


def forget(member_key: UUID) -> None:
    """It has to be opened anew."""
    session[_KEPT] = {key: look for key, look in session.get(_KEPT, {}).items() if key != str(member_key)}


def look_at(member_key: UUID) -> str | None:
    """The look that is gone on with; None for a record that is not open."""
    return session.get(_KEPT, {}).get(str(member_key))


def record(member_key: UUID) -> dict[str, Any]:
    """The record that is open (MemberForStaff). Raises Lapsed."""
    return go_on(staff_members.record, member_key)


def go_on(show: Callable, member_key: UUID, **more: Any) -> dict[str, Any]:
    """What `show` gives of an open record, without asking why again: the look that it was opened with stands
    for 30 minutes after each page. Raises Lapsed."""
    try:
        found = show({"member_key": str(member_key), "look_id": look_at(member_key), **more})
    except NotFound:
        forget(member_key)
        raise Lapsed from None
    remember({"member_key": member_key, "look_id": found["look_id"]})
    return found


def opened(view: Callable) -> Callable:
    """A page of an open record; without one, or with a look that is too old, it leads to the page that asks
    why."""

    @wraps(view)
    def run(member_key: UUID, **more: Any) -> Response:
        if look_at(member_key) is None:
            return to_reason(member_key)
        try:
            return view(member_key, **more)
        except Lapsed:
            return to_reason(member_key)

    return run


def to_reason(member_key: UUID) -> Response:
    """Ask why first."""
    return redirect(url_for("staff_members.why", member_key=member_key), 303)
