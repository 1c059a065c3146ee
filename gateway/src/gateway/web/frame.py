"""What stands around every page: addresses, the files' names, the foot with the office's hours."""

from collections.abc import Callable, MutableMapping
from typing import Any

from babel.dates import get_day_names
from flask import current_app, render_template, templating, url_for
from flask_babel import get_locale, gettext
from markupsafe import Markup

from gateway.config import Settings
from gateway.web import locales, plan
from servicekit import clock


class Environment(templating.Environment):
    """Templates that use the application's globals as they are. Jinja chains them with globals of each
    template, of which ours have none, and compares the chains at every import: an eighth of a page's time."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Jinja's hook; `d` is what a template is given beside the application's globals."""
        return super().make_globals(d) if d else self.globals


def address_book() -> Callable[..., str]:
    """`url_for` that builds the address of an endpoint without values once: a page has fifty of them."""
    known: dict[str, str] = {}

    def address(endpoint: str, **values: Any) -> str:
        if values or endpoint.startswith("."):
            return url_for(endpoint, **values)
        if endpoint not in known:
            known[endpoint] = url_for(endpoint)
        return known[endpoint]

    return address


def footers() -> Callable[[bool], Markup]:
    """The foot of every page: the same for everybody until the office opens or closes, so it is rendered once
    for each language."""
    known: dict[tuple, Markup] = {}

    def footer(for_offices: bool) -> Markup:
        looks = (locales.language(), for_offices, office_state(), clock.now().year)
        if looks not in known:
            known[looks] = Markup(render_template("layouts/footer.html", for_offices=for_offices))
        return known[looks]

    return footer


def asset(name: str) -> str:
    """A static file's address; it changes with the content, so browsers may keep the file for long."""
    return url_for("static", filename=name)


def office_open() -> bool:
    """Whether Member Services answers the telephone now (R155)."""
    return plan.open_at(_settings().support, _settings().plan_zone, clock.now())


def office_hours() -> str:
    """`Monday through Friday, 8:00 AM to 5:30 PM`."""
    support, names = _settings().support, get_day_names("wide", locale=get_locale())
    return gettext(
        "%(first)s through %(last)s, %(opens)s to %(closes)s",
        first=names[support.weekdays[0]].capitalize(), last=names[support.weekdays[-1]],
        opens=plan.clock_words(support.opens), closes=plan.clock_words(support.closes),
    )  # fmt: skip


def office_state() -> str:
    """`Open now, until 5:30 p.m.` or `Closed now. Opens Monday at 8 a.m.`"""
    support = _settings().support
    if office_open():
        return gettext("Open now, until %(time)s", time=plan.clock_words(support.closes))
    opening = plan.next_opening(support, _settings().plan_zone, clock.now())
    day = get_day_names("wide", locale=get_locale())[opening.weekday()]
    return gettext("Closed now. Opens %(day)s at %(time)s", day=day, time=plan.clock_words(support.opens))


def _settings() -> Settings:
    return current_app.extensions["portico.settings"]
