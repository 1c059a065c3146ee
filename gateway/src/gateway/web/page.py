"""What every page can use: words, who is signed in, moments."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import format_date, format_time, gettext

from contracts.errors import ContractError, Unauthenticated
from contracts.identity.errors import SessionEnded
from gateway.compositions import identity
from gateway.config import Settings
from gateway.security import doors, sessions
from gateway.security.redirects import safe_next
from gateway.web import display, frame, locales, plan, telephones
from gateway.web.forms import Form
from gateway.web.words import words
from servicekit import clock


def page(template: str, form: Form | None = None, **context: Any) -> Response:
    """Render a page; a form that is wrong gives its status and marks the title."""
    wrong = bool(form and form.wrong)
    text = render_template(template, form=form, problem_in_title=wrong, **context)
    return make_response(text, form.status if form and wrong else 200)


def signed_in() -> dict[str, Any] | None:
    """The signed-in person's account (contracts' Account), asked once per request; None for strangers.

    When identity does not answer, the page still comes, without the name.
    """
    if "me" not in g:
        g.me = _account()
    return g.me


def holder() -> dict[str, Any] | None:
    """Whom the page greets: names, username, e-mail address and `must_reset_password`; None for strangers.
    Identity is asked once a minute at most."""
    found = sessions.current() if "me" not in g else None
    if found and found.holder and not g.get("calls_no_service"):
        return {**found.holder, "must_reset_password": found.must_reset}
    me = signed_in()
    if me and me["first_name"] and sessions.current():
        sessions.remember_holder(me)
    return me


def _account() -> dict[str, Any] | None:
    if g.get("calls_no_service"):
        # An error page must not wait for what may be the cause of the error.
        found = g.get("web_session")
        return _nameless(found.must_reset) if found else None
    found = sessions.current()
    if found is None:
        return None
    try:
        return identity.account()
    except ContractError as error:
        return _without(error, found.must_reset)


def meet(account: dict[str, Any] | ContractError) -> None:
    """Take the signed-in person's account that a page asked for together with something else."""
    failed = isinstance(account, ContractError)
    g.me = _without(account, sessions.must_reset()) if failed else account


def _without(error: ContractError, must_reset: bool) -> dict[str, Any] | None:
    """What a page shows of a person whose account identity does not tell."""
    if not isinstance(error, (Unauthenticated, SessionEnded)):
        return _nameless(must_reset)
    # Identity knows a moment before us that the session was ended elsewhere.
    if doors.this_door().public:
        return None
    raise error


def _nameless(must_reset: bool) -> dict[str, Any]:
    return {"first_name": "", "must_reset_password": must_reset}


def seconds_left() -> int:
    """Seconds until the session ends if nothing more is done after this page (R239)."""
    found = sessions.current()
    if found is None:
        return 0
    now = clock.now()
    return max(0, int((min(now + sessions.IDLE, found.session_expires_at) - now).total_seconds()))


def session_ends() -> str:
    """When that is, as `3:42 PM`."""
    return moment(clock.now() + timedelta(seconds=seconds_left()))


def here() -> str:
    """The path of this page, for forms that come back to it."""
    return safe_next(request.path) or "/"


def error_number() -> str | None:
    """What finds the fault that this page tells of in our logs (R238)."""
    return g.get("error_number")


def moment(at: datetime | None) -> str:
    """An instant as `Nov 22, 2026, 3:42 PM`, in the plan's time zone; of today, `3:42 PM`."""
    if at is None:
        return ""
    zone = ZoneInfo(_settings().plan_zone)
    time = _plain_spaces(format_time(at, "short"))
    if at.astimezone(zone).date() == clock.today(zone):
        return time
    return gettext("%(day)s, %(time)s", day=format_date(at, "medium"), time=time)


def _plain_spaces(text: str) -> str:
    # CLDR's narrow no-break space is missing in many fonts.
    return text.replace("\u202f", "\u00a0")


def _settings() -> Settings:
    return current_app.extensions["portico.settings"]


def init_templates(app: Flask) -> None:
    """Give templates their globals."""
    settings: Settings = app.extensions["portico.settings"]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        plan_name=settings.plan_name, support=settings.support, lines=plan.Lines(),
        languages=locales.LANGUAGES, language=locales.language, direction=locales.direction,
        display=display.chosen, display_attributes=display.attributes,
        signed_in=signed_in, holder=holder, seconds_left=seconds_left, session_ends=session_ends, here=here,
        error_number=error_number,
        phone=telephones.link, sentence_with_phone=telephones.in_sentence, words=words, moment=moment,
        asset=frame.asset, footer=frame.footers(),
        office_open=frame.office_open, office_hours=frame.office_hours, office_state=frame.office_state,
        this_year=lambda: clock.now().year, terms_version=settings.terms_version,
    )  # fmt: skip
