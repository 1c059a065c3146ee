"""From what went wrong to what the client reads: problem+json (RFC 9457) for the API, a page for people."""

import math
import uuid
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, jsonify, make_response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from contracts.errors import Category, ContractError, Internal, Unavailable
from contracts.identity.errors import ContextEnded, MustResetPassword, SecondFactorRequired
from contracts.provider_directory.errors import AgreementNeeded
from gateway import web
from gateway.problem_titles import HTTP_TITLES, TITLES
from gateway.security import rescue, sessions, tracing
from gateway.security.doors import ContextNeeded, is_api
from gateway.security.redirects import safe_next
from gateway.statuses import STATUS
from servicekit.logs import log_crash

DETAILS = ("fields", "reason", "suggestions", "attempts_left", "retry_after", "error_id")
"""Details of an error that clients get; others stay inside."""
KEPT_HEADERS = frozenset({"Allow", "Content-Range", "ETag", "Retry-After"})
"""Of an error that HTTP itself knows."""
SIGNED_OUT = frozenset({"common.unauthenticated", "identity.session_ended"})
DEFAULT_RETRY = {429: 60, 503: 2}


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: HTTP status, frozen code, English title, public details, and headers."""

    status: int
    code: str
    title: str
    details: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Answer every error of the application."""
    app.register_error_handler(ContractError, _answer)
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(Exception, _answer)


def problem_of(error: Exception) -> Problem:
    """The problem an exception is for the client; anything unknown is `common.internal`."""
    if isinstance(error, HTTPException):
        return _from_http(error)
    if not isinstance(error, ContractError):
        error = _crash(error)
    status = STATUS[error.category]
    details = {key: error.details[key] for key in DETAILS if error.details.get(key) is not None}
    if error.category not in (Category.INVALID, Category.CONFLICT):
        details.pop("reason", None)
    return Problem(status, error.code, TITLES[error.code], details, _headers(status, details))


def _headers(status: int, details: dict[str, Any]) -> dict[str, str]:
    headers = {}
    if status in DEFAULT_RETRY:
        seconds = math.ceil(float(details.get("retry_after", DEFAULT_RETRY[status])))
        headers["Retry-After"] = str(max(1, seconds))
    if status == 401 and is_api():
        headers["WWW-Authenticate"] = 'Bearer realm="portico"'
    return headers


def _from_http(error: HTTPException) -> Problem:
    status = error.code or 500
    code = getattr(error, "problem", "") or _http_code(error, status)
    kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    return Problem(status, code, HTTP_TITLES[code], {}, kept)


def _http_code(error: HTTPException, status: int) -> str:
    if isinstance(error, CSRFError):
        return "http.form_expired"
    name = "http." + error.name.lower().replace(" ", "_")
    return name if name in HTTP_TITLES else ("http.bad_request" if status < 500 else "http.server_error")


def _crash(error: Exception) -> ContractError:
    error_id = str(uuid.uuid4())
    log_crash("http.crashed", error, error_id=error_id)
    return Internal(error_id=error_id)


def _answer(error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.code and error.code < 400:
        return make_response(error.get_response())
    found = problem_of(error)
    response = _as_json(found) if is_api() else _as_page(found)
    response.headers.update(found.headers)
    return response


def _as_json(found: Problem) -> Response:
    response = jsonify(
        {
            "type": f"/api/docs#{found.code}",
            "title": found.title,
            "status": found.status,
            "detail": found.title,
            "instance": f"urn:uuid:{tracing.correlation_id()}",
            "code": found.code,
            **found.details,
        }
    )
    response.status_code = found.status
    response.mimetype = "application/problem+json"
    return response


def _as_page(found: Problem) -> Response:
    if found.code in SIGNED_OUT:
        return _to_log_in()
    if found.code == MustResetPassword.code:
        return redirect(url_for(web.NEW_PASSWORD), 303)
    if found.code == ContextEnded.code:
        return _without_context()
    if found.code in (ContextNeeded.problem, AgreementNeeded.code):  # home asks for either
        return redirect(url_for(web.PROVIDER_HOME), 303)
    if found.code == SecondFactorRequired.code:
        return redirect(url_for(web.SECOND_FACTOR, next=_came_to()), 303)
    try:
        return make_response(web.error_page(found.status, found.code, found.details), found.status)
    except Exception as error:
        log_crash("http.error_page_failed", error)
        return Response(found.title, found.status, mimetype="text/plain")


def _to_log_in() -> Response:
    rescue.keep()
    if sessions.ended_account():  # a service may know of the end before we heard: don't go round in circles
        sessions.close()
    door = web.PROVIDER_LOG_IN if request.path.startswith("/provider") else web.LOG_IN
    return redirect(url_for(door, next=_came_to()), 303)


def _without_context() -> Response:
    """A service knew of the context's end before we heard: go on without it."""
    try:
        sessions.leave_context()
    except Unavailable as error:
        return _as_page(problem_of(error))
    except ContractError:
        return _to_log_in()
    return redirect(_came_to() or url_for(web.PROVIDER_HOME), 303)


def _came_to() -> str | None:
    """The page that was asked for, to go on there later."""
    return safe_next(request.path if request.method != "GET" else request.full_path.rstrip("?"))
