"""Versions of what is changed: an ETag with every answer that has one, If-Match with every change of it.

Who changes an entry says which version was seen, so that nobody overwrites unseen what somebody else wrote
(RFC 9110, 8.8.3 and 13.1.1; RFC 6585, 3). `*` names no version and is refused.
"""

import re
from typing import Any

from flask import Response, request
from werkzeug.exceptions import BadRequest, HTTPException

from contracts.errors import ContractError
from gateway.api.v1.operations import VERSION, Operation

_ONE_VERSION = re.compile(r'"([1-9][0-9]{0,8})"')


class PreconditionRequired(HTTPException):
    """There is no If-Match."""

    code = 428
    problem = "http.precondition_required"


class BadIfMatch(BadRequest):
    """If-Match names no version of ours, or several."""

    problem = "http.bad_if_match"


class PreconditionFailed(HTTPException):
    """The entry is another version by now; the answer's ETag says which."""

    code = 412
    problem = "http.precondition_failed"

    def __init__(self, stale: ContractError):
        super().__init__()
        self._version = stale.details["current"][VERSION]

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:
        """The usual ones and the present version."""
        return [*super().get_headers(*args, **kwargs), ("ETag", f'"{self._version}"')]


def seen(operation: Operation) -> dict[str, int]:
    """The field with the version that the client saw, where the operation asks for it.

    Raises PreconditionRequired, BadIfMatch."""
    if operation.stale is None:
        return {}
    sent = request.headers.get("If-Match")
    if sent is None:
        raise PreconditionRequired()
    match = _ONE_VERSION.fullmatch(sent.strip())
    if not match:
        raise BadIfMatch()
    return {VERSION: int(match[1])}


def tag(response: Response, answer: dict[str, Any]) -> Response:
    """Name the version of what is answered, where it has one."""
    if VERSION in answer:
        response.set_etag(str(answer[VERSION]))
    return response
