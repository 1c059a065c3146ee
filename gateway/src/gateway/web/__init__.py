"""The pages. They work without JavaScript; `static/portico.js` makes some of them nicer."""

from flask import Flask

from gateway.web import display, locales, page
from gateway.web.care import cards as id_cards
from gateway.web.care import looks, preferences
from gateway.web.care import views as care
from gateway.web.contact import email_checks, login_email
from gateway.web.contact import views as contact
from gateway.web.environment import Environment
from gateway.web.faults import error_page
from gateway.web.logging_in import views as logging_in
from gateway.web.my_account import views as my_account
from gateway.web.provider import place as provider_place
from gateway.web.provider.pages import blueprints as provider_blueprints
from gateway.web.public import views as public
from gateway.web.recovery import views as recovery
from gateway.web.sent_codes import views as sent_codes
from gateway.web.sign_up import views as sign_up
from gateway.web.staff import console
from gateway.web.staff.pages import blueprints as staff_blueprints

__all__ = [
    "Environment",
    "LOG_IN",
    "NEW_PASSWORD",
    "PROVIDER_HOME",
    "PROVIDER_LOG_IN",
    "SECOND_FACTOR",
    "blueprints",
    "error_page",
    "init_app",
]

LOG_IN = "logging_in.log_in"
NEW_PASSWORD = "my_account.new_password"
SECOND_FACTOR = "second_factor.ask"
PROVIDER_HOME = "provider.home"
PROVIDER_LOG_IN = "logging_in.provider_log_in"
"""Endpoints that other rooms send people to."""

blueprints = (
    public.blueprint, display.blueprint, sign_up.blueprint, recovery.blueprint, sent_codes.blueprint,
    logging_in.blueprint, my_account.blueprint, contact.blueprint, login_email.blueprint,
    email_checks.blueprint,
    care.blueprint, id_cards.blueprint, preferences.blueprint,
    looks.blueprint, *provider_blueprints, *staff_blueprints,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Languages, template globals and filters."""
    settings = app.extensions["portico.settings"]
    locales.init_locales(app, settings.plan_zone)
    page.init_templates(app)
    console.init_templates(app)
    provider_place.init_app(app)
