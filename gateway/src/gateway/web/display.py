"""How a reader wants pages: text size, grayscale, language (R151, R152). Remembered in cookies for a year."""

from typing import NamedTuple

from flask import Blueprint, Response, current_app, redirect, request
from markupsafe import Markup

from contracts.procedures import ANYONE
from gateway.security.doors import door
from gateway.security.redirects import safe_next
from gateway.web import locales

blueprint = Blueprint("display", __name__)

COOKIE = "portico_display"
YEAR = 365 * 24 * 3600
SIZES = ("1", "2", "3")


class Display(NamedTuple):
    """`text` is 1, 2 or 3 (A, AA, AAA); `grey` is grayscale."""

    text: str = "1"
    grey: bool = False


def chosen() -> Display:
    """What the reader chose; anything unreadable is the default."""
    text, _, grey = request.cookies.get(COOKIE, "").partition(".")
    return Display(text if text in SIZES else "1", grey == "1")


def attributes() -> Markup:
    """The choice as attributes of the html element."""
    now = chosen()
    return Markup("{}{}").format(
        Markup(' data-text="{}"').format(now.text) if now.text != "1" else "",
        Markup(" data-grey") if now.grey else "",
    )


@blueprint.post("/display")
@door(ANYONE)
def change() -> Response:
    """Remember a choice and go back to the page."""
    answer = redirect(safe_next(request.form.get("next")) or "/", 303)
    now = chosen()
    text, grey = request.form.get("text", now.text), request.form.get("grey", "1" if now.grey else "0")
    if text in SIZES and grey in ("0", "1"):
        remember(answer, text, grey == "1")
    if request.form.get("language") in locales.LANGUAGES:
        _remember(answer, locales.COOKIE, request.form["language"])
    return answer


def remember(answer: Response, text: str, grey: bool) -> None:
    """Have this browser show pages so from the next one on."""
    _remember(answer, COOKIE, f"{text}.{int(grey)}")


def _remember(answer: Response, name: str, value: str) -> None:
    secure = current_app.extensions["portico.settings"].cookie_secure
    answer.set_cookie(name, value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
