"""Pages that members and offices share: creating an account and getting back into one.

An `Audience` says what is different; its blueprint's name finds it again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from gateway.web.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """For whom the pages are: their first form, where it goes, its template, and the words and links around.

    `title` is English; `within` is the (English words, endpoint) of the page above; `log_in` the endpoint
    that follows.
    """

    name: str
    prefix: str
    form: type[Form]
    start: Callable[[dict[str, Any]], Any]
    template: str
    title: str
    within: tuple[str, str]
    log_in: str


_AUDIENCES: dict[str, Audience] = {}


def audience() -> Audience:
    """Whom this request's page is for."""
    return _AUDIENCES[request.blueprint or ""]


def pages(whose: Audience, routes: Iterable[tuple[str, str, str, Callable]]) -> Blueprint:
    """The pages of one audience; `routes` are (method, rule, endpoint, view)."""
    _AUDIENCES[whose.name] = whose
    made = Blueprint(whose.name, __name__, url_prefix=whose.prefix)
    for method, rule, name, view in routes:
        made.add_url_rule(rule, name, view, methods=[method])
    return made
