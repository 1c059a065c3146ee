"""One id from the browser to the e-mail: `X-Request-Id` and W3C `traceparent`."""

import uuid

from flask import Flask, Response, g, request

from servicekit import trace

HEADER = "X-Request-Id"


def init_app(app: Flask) -> None:
    """Give every answer its id."""
    app.after_request(_put)


def begin() -> None:
    """Continue the client's trace. Only a UUID is taken over: anything else could be somebody's name."""
    here = trace.begin(_uuid(request.headers.get(HEADER)), request.headers.get("traceparent"))
    g.correlation_id = here.correlation_id


def correlation_id() -> str:
    """This request's id, a UUID."""
    return g.get("correlation_id") or str(uuid.uuid4())


def _uuid(text: str | None) -> str:
    try:
        return str(uuid.UUID(text or ""))
    except ValueError:
        return str(uuid.uuid4())


def _put(response: Response) -> Response:
    response.headers[HEADER] = correlation_id()
    return response
