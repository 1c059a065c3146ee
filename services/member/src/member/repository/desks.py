"""Who of the staff may ask about other people. The door has let them in; a question that is about everybody
asks once more."""

from contracts.errors import Forbidden
from contracts.procedures import MAILROOM, MEMBER_SERVICES
from servicekit.work import Viewer

DESKS = (MEMBER_SERVICES, MAILROOM)
PAGE = 50


def only(viewer: Viewer, *roles: str) -> None:
    """Raise Forbidden unless the viewer has one of the roles."""
    if not viewer.roles.intersection(roles):
        raise Forbidden()
