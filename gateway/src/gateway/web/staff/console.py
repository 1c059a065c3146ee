"""Who sees what in the console, and its first page."""

from typing import NamedTuple

from flask import Blueprint, Flask, Response, redirect, url_for
from flask_babel import gettext

from contracts.procedures import MAILROOM, MEMBER_SERVICES, PROVIDER_SERVICES, STAFF, SUPPORT
from gateway.security import sessions
from gateway.security.doors import door
from gateway.web.page import page

blueprint = Blueprint("console", __name__, url_prefix="/staff")


class Area(NamedTuple):
    """A place of the console: English words, the endpoint, whom it is for, and what one does there."""

    text: str
    endpoint: str
    roles: frozenset[str]
    about: str


AREAS = (
    Area(
        "Find a member",
        "staff_members.find",
        frozenset({MEMBER_SERVICES}),
        "Her record, her ID cards, her doctor, and her online account.",
    ),
    Area(
        "PCP exceptions",
        "pcp_exceptions.queue",
        frozenset({MEMBER_SERVICES}),
        "Changes of doctor that the rules refuse.",
    ),
    Area(
        "New addresses",
        "staff_addresses.queue",
        frozenset({MEMBER_SERVICES}),
        "What members reported, to be sent on to their counties.",
    ),
    Area(
        "Card orders",
        "staff_cards.queue",
        frozenset({MAILROOM}),
        "Print ID cards, mark them mailed, take back what returns.",
    ),
    Area(
        "Cases",
        "staff_cases.queue",
        frozenset({SUPPORT, PROVIDER_SERVICES}),
        "What offices and members need somebody for.",
    ),
    Area(
        "Find an office",
        "staff_offices.find",
        frozenset({SUPPORT, PROVIDER_SERVICES}),
        "Its people and their access, its Welcome Letter, its representative.",
    ),
    Area(
        "Find a user",
        "staff_users.find",
        frozenset({SUPPORT}),
        "Username, emails, unlock, a code for a new password.",
    ),
)
"""In the order of the menu."""


def roles() -> frozenset[str]:
    """The staff roles of who is signed in; empty for members, offices and strangers."""
    found = sessions.current()
    return found.viewer.roles & STAFF if found else frozenset()


def areas() -> list[tuple[str, str, str]]:
    """(words, address, what for) of the places that this person may enter."""
    mine = roles()
    return [(gettext(a.text), url_for(a.endpoint), gettext(a.about)) for a in AREAS if a.roles & mine]


def links() -> list[tuple[str, str]]:
    """(words, address) of the console's menu; none while the second factor is due."""
    if sessions.second_factor_due():
        return []
    home = (gettext("Console"), url_for("console.home"))
    settings = (gettext("Security settings"), url_for("my_account.security"))
    return [home, *((text, target) for text, target, _ in areas()), settings]


def init_templates(app: Flask) -> None:
    """Give layouts the menu."""
    app.jinja_env.globals.update(staff_roles=roles, staff_links=links)


@blueprint.get("")
@door(*STAFF)
def home() -> Response:
    """Where a working day begins; who has one place only goes there."""
    mine = areas()
    return redirect(mine[0][1], 303) if len(mine) == 1 else page("staff/home.html", areas=mine)
