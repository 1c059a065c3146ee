"""Every route says who may use it: `@door(ANYONE)` under the route decorator.

A route without a door stops the gateway at start-up. The door is checked before the view runs, for
pages by the cookie session, for the API by the bearer token alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, request
from werkzeug.exceptions import Forbidden as ForbiddenWithoutContext

from contracts.errors import Forbidden, Unauthenticated
from contracts.identity.errors import MustResetPassword, SecondFactorRequired
from contracts.procedures import ANYONE, MEMBER, PROVIDER, SIGNED_IN, STAFF, SUPPORT
from gateway.security import bearer, sessions
from servicekit.viewer import Viewer

__all__ = [
    "ANYONE",
    "MEMBER",
    "PROVIDER",
    "SIGNED_IN",
    "STAFF",
    "SUPPORT",
    "ContextNeeded",
    "Door",
    "DoorMissing",
    "door",
    "door_of",
]

_MARK = "__portico_door__"
_KNOWN = STAFF | {ANYONE, SIGNED_IN, MEMBER, PROVIDER}


class DoorMissing(Exception):
    """A route that does not say who may use it; the text names the endpoint."""


class ContextNeeded(ForbiddenWithoutContext):
    """The viewer acts for no Provider ID yet, and the page belongs to an office (R003)."""

    problem = "http.context_needed"


@dataclass(frozen=True, slots=True)
class Door:
    """Who may use a route. `even_if_…` as in contracts.procedures; with `needs_context` only who acts for a
    Provider ID (R037)."""

    allow: frozenset[str]
    even_if_must_reset: bool = False
    needs_context: bool = False
    even_if_second_factor_due: bool = False

    @property
    def public(self) -> bool:
        """Whether nobody needs to log in."""
        return ANYONE in self.allow


def door(
    *allow: str,
    even_if_must_reset: bool = False,
    needs_context: bool = False,
    even_if_second_factor_due: bool = False,
) -> Callable:
    """Mark a view with those who may use it: ANYONE, SIGNED_IN or roles."""
    unknown = set(allow) - _KNOWN
    if not allow or unknown:
        raise ValueError(f"a door names who may use it; unknown: {sorted(unknown)}")

    made = Door(frozenset(allow), even_if_must_reset, needs_context, even_if_second_factor_due)

    def mark(view: Callable) -> Callable:
        setattr(view, _MARK, made)
        return view

    return mark


def door_of(view: Callable | None) -> Door | None:
    """The door of a view, or None when it was forgotten."""
    return getattr(view, _MARK, None)


def refuse_forgotten(app: Flask) -> None:
    """Raise DoorMissing for routes that do not say who may use them. Call it after the last route."""
    forgotten = sorted(name for name, view in app.view_functions.items() if door_of(view) is None)
    if forgotten:
        raise DoorMissing(f"routes without a door: {', '.join(forgotten)}")


def this_door() -> Door | None:
    """The door of the route that answers this request; None for an unknown route."""
    return door_of(current_app.view_functions.get(request.endpoint or ""))


def is_api() -> bool:
    """Whether this request is for the API: bearer tokens, problem+json, no cookie."""
    return request.path.startswith("/api/")


def check() -> None:
    """Let the request in, or raise Unauthenticated, SessionEnded, ContextEnded, SecondFactorRequired,
    MustResetPassword, ContextNeeded or Forbidden."""
    if request.endpoint is None:
        return
    found = this_door()
    if found is None:
        raise Forbidden()
    if not found.public:
        _admit(found, bearer.viewer() if is_api() else sessions.require().viewer)


def _admit(found: Door, viewer: Viewer) -> None:
    if not viewer.signed_in:
        raise Unauthenticated()
    g.viewer = viewer
    if viewer.second_factor_due and not found.even_if_second_factor_due:
        raise SecondFactorRequired()
    if viewer.must_reset and not found.even_if_must_reset:
        raise MustResetPassword()
    if SIGNED_IN not in found.allow and not (found.allow & viewer.roles):
        raise Forbidden()
    if found.needs_context and viewer.context_id is None:
        raise ContextNeeded()
