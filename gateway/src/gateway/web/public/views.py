"""Home, ways to reach the plan, directions, and notices."""

from collections.abc import Callable

from flask import Blueprint, Response

from contracts.procedures import ANYONE
from gateway.security.doors import door
from gateway.web.page import page
from gateway.web.public.taglines import TAGLINES

blueprint = Blueprint("public", __name__)

PAGES = {
    "home": "/",
    "online_self_service": "/online-self-service",
    "how_to": "/using-the-member-portal",
    "find_a_doctor": "/find-a-doctor",
    "nurse_line": "/nurse-line",
    "provider_portal": "/provider-portal",
    "contact_us": "/contact-us",
    "language_help": "/language-assistance",
    "terms": "/terms-and-conditions",
    "privacy_policy": "/privacy-policy",
    "privacy_practices": "/notice-of-privacy-practices",
    "nondiscrimination": "/nondiscrimination-notice",
    "regulatory": "/regulatory-information",
    "site_map": "/site-map",
}
"""Endpoint and template name → address."""


def _page_of(name: str) -> Callable[[], Response]:
    @door(ANYONE)
    def view() -> Response:
        return page(f"public/{name}.html", taglines=TAGLINES)

    return view


for _name, _address in PAGES.items():
    blueprint.add_url_rule(_address, _name, _page_of(_name))
