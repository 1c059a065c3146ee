"""Errors as pages: which status, which words, and where the reader can go from here (R222)."""

from typing import Any

from flask import Response, g, make_response, render_template, request
from flask_babel import gettext

from contracts.errors import Category, ContractError
from gateway.security.redirects import safe_next
from gateway.web.words import waiting_time, words

UNPROCESSABLE = 422
STATUS = {
    Category.INVALID: UNPROCESSABLE,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.CONFLICT: 409,
    Category.RATE_LIMITED: 429,
    Category.UNAVAILABLE: 503,
    Category.INTERNAL: 500,
}


def status_of(error: ContractError) -> int:
    """The HTTP status of a page that shows this error."""
    return STATUS[error.category]


def error_page(status: int, code: str, details: dict[str, Any] | None = None) -> Response:
    """The page for an error that ended a request, in the words of its status.

    Calls no service; of `details` it shows the waiting time and the error id only.
    """
    g.calls_no_service = True
    details = details or {}
    g.error_number = details.get("error_id")
    title, text = _sentences(status, code, details)
    page = render_template(
        "errors/error.html", heading=title, text=text, again=_again(status),
        lacking=status in (403, 404),
        elsewhere=status == 404,
    )  # fmt: skip
    return make_response(page, status)


def _sentences(status: int, code: str, details: dict[str, Any]) -> tuple[str, str]:
    if status == 429:
        return gettext("Too many tries"), waiting_time(int(details.get("retry_after") or 60))
    own = {
        400: (
            gettext("This page was open for too long"),
            gettext("For your safety, open the page again and send the form once more."),
        ),
        403: (gettext("You do not have access to this page"), words("common.forbidden")),
        404: (
            gettext("We could not find that page"),
            gettext("The address may be mistyped, or the page may have moved."),
        ),
        405: (
            gettext("This page cannot be opened this way"),
            gettext("Go to the home page and start from there."),
        ),
        413: (gettext("That was too much at once"), _too_much()),
        503: (
            gettext("This is not working right now"),
            gettext("Nothing was lost. Please try again in a minute."),
        ),
    }
    return own.get(status) or (
        gettext("Something went wrong on our side"),
        gettext("We have made a note of it. Please try again."),
    )


def _too_much() -> str:
    if request.mimetype == "multipart/form-data":
        return gettext("The file is too large. Divide it into smaller ones and send one after the other.")
    return gettext("Shorten what you typed and send it again.")


def _again(status: int) -> str | None:
    """Where "Try again" leads: this page, when it can be opened by a link."""
    if status in (400, 429, 500, 503):
        return safe_next(request.path) or "/"
    return None
