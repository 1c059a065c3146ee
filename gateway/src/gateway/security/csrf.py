"""Forms of pages carry a token bound to this browser (Flask-WTF). The API needs none: no cookie, no risk."""

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden as ForbiddenByOrigin

from gateway.security.doors import is_api

__all__ = ["CSRFError", "init_app"]

_protect = CSRFProtect()
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ForeignForm(ForbiddenByOrigin):
    """Another site sent this form."""

    problem = "http.foreign_form"


def init_app(app: Flask) -> None:
    """Check every form. Tokens live as long as the browser session: forms stay open for hours (R076)."""
    secure = app.extensions["portico.settings"].cookie_secure
    app.config.update(
        SESSION_COOKIE_NAME="__Host-portico-form" if secure else "portico-form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    _protect.init_app(app)


def check() -> None:
    """Refuse a page's form without its token, or one that the browser says another site sent."""
    if request.method in SAFE or is_api() or request.endpoint is None:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ForeignForm()
    _protect.protect()
