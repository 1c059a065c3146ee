"""Reading a JSON body strictly: one object, distinct names, UTF-8, no numbers that are none."""

import json
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType


class MalformedJson(BadRequest):
    """Not one JSON object with distinct names."""

    problem = "http.malformed_json"


class UnexpectedBody(BadRequest):
    """A body where the operation takes none."""

    problem = "http.unexpected_body"


class UnexpectedQuery(BadRequest):
    """Query parameters where the operation takes none: they end in logs of proxies and browsers."""

    problem = "http.unexpected_query"


def json_object(wanted: bool) -> dict[str, Any]:
    """The request's body; `{}` when it is empty and nothing is `wanted`.

    Raises 415 for another type, MalformedJson, UnexpectedBody, or 413."""
    if request.args:
        raise UnexpectedQuery()
    raw = request.get_data(cache=False)
    if len(raw) >= (request.max_content_length or 0):  # werkzeug cuts a chunked body off in silence
        raise RequestEntityTooLarge()
    if not raw and not wanted:
        return {}
    if request.mimetype != "application/json":
        raise UnsupportedMediaType()
    body = parse(raw)
    if body and not wanted:
        raise UnexpectedBody()
    return body


def parse(raw: bytes) -> dict[str, Any]:
    """One JSON object. Raises MalformedJson."""
    try:
        body = json.loads(raw.decode("utf-8"), object_pairs_hook=_distinct, parse_constant=_no_constant)
        json.dumps(body, ensure_ascii=False).encode("utf-8")  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        raise MalformedJson() from None
    if not isinstance(body, dict):
        raise MalformedJson()
    return body


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)
