"""The access log and the metrics: route templates, never the path with its values."""

import time

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from servicekit.logs import log

REQUESTS = Counter("portico_http_requests_total", "Requests answered", ["method", "route", "status"])
ERRORS = Counter("portico_http_errors_total", "Requests answered with a 5xx status", ["route"])
SECONDS = Histogram(
    "portico_http_request_seconds",
    "Time from the first hook to the answer",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Count and log every answer."""
    app.after_request(_write)


def begin() -> None:
    """Start this request's watch."""
    g.started = time.monotonic()


def _write(response: Response) -> Response:
    seconds = time.monotonic() - g.get("started", time.monotonic())
    # A made-up method or path would be a label of its own for each: both are bounded.
    method = request.method if request.method in METHODS else "other"
    route = request.url_rule.rule if request.url_rule else "unknown"
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    SECONDS.labels(route).observe(seconds)
    if response.status_code >= 500:
        ERRORS.labels(route).inc()
    log(
        "http.answered",
        route=f"{method} {route}",
        status=response.status_code,
        duration_ms=round(seconds * 1000, 1),
    )
    return response
