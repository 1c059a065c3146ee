"""What stands around every page: the files' addresses, the foot with the office's hours."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from babel.dates import get_day_names
from flask import current_app, render_template, url_for
from flask_babel import get_locale, gettext
from markupsafe import Markup

from gateway.config import Settings, Support
from gateway.web import locales, plan
from servicekit import clock


def footers() -> Callable[[bool], Markup]:
    """The foot of every page: the same for everybody until the office opens or closes, so it is rendered once
    a minute for each language."""

    @lru_cache(maxsize=16)
    def rendered(language: str, for_offices: bool, minute: datetime) -> Markup:
        return Markup(render_template("layouts/footer.html", for_offices=for_offices))

    def footer(for_offices: bool) -> Markup:
        return rendered(locales.language(), for_offices, clock.now().replace(second=0, microsecond=0))

    return footer


def asset(name: str) -> str:
    """A static file's address; it changes with the content, so browsers may keep the file for long."""
    return url_for("static", filename=name)


def office_open() -> bool:
    """Whether Member Services answers the telephone now (R155)."""
    return plan.open_at(_settings().support, _settings().plan_zone, clock.now())


def office_hours() -> str:
    """`Monday through Friday, 8:00 AM to 5:30 PM`."""
    return _hours(_settings().support, locales.language())


@lru_cache(maxsize=16)
def _hours(support: Support, language: str) -> str:
    names = get_day_names("wide", locale=get_locale())
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
