"""The same submission twice is one change.

The API takes `Idempotency-Key` (any POST, PUT, PATCH or DELETE); pages carry a hidden form token.
What services get is derived from it, so that nobody can ask for the answer to a stranger's key.
"""

import hmac
import json
import re
import secrets
import uuid
from typing import Any

from flask import current_app, g, request
from werkzeug.exceptions import BadRequest

from contracts.procedures import Procedure

HEADER = "Idempotency-Key"
FORM_FIELD = "form_token"
_SHAPE = re.compile(r'"?([A-Za-z0-9_-]{8,64})"?')


class BadIdempotencyKey(BadRequest):
    """The header is there but is not 8 to 64 letters, digits, `-` or `_`."""

    problem = "http.bad_idempotency_key"


def form_token() -> str:
    """A new value for the hidden field `form_token`, for each time a form is shown."""
    return secrets.token_urlsafe(18)


def from_page() -> bool:
    """Whether this request is a submitted page."""
    return not request.path.startswith("/api/")


def key_for(procedure: Procedure, fields: dict[str, Any]) -> str:
    """The key of this request's call: 32 hex digits; a fresh one when the client sent none."""
    if from_page():
        # The fields are part of it: after "back", a changed form with the old token is a new change.
        return _derive(_token(), procedure.key, _text(procedure, fields))
    return _derive(_header(), procedure.key)


def _header() -> str:
    value = request.headers.get(HEADER)
    if value is None:
        return uuid.uuid4().hex
    match = _SHAPE.fullmatch(value.strip())
    if not match:
        raise BadIdempotencyKey()
    return match[1]


def _token() -> str:
    value = request.form.get(FORM_FIELD, "")
    return value if _SHAPE.fullmatch(value) else uuid.uuid4().hex


def _text(procedure: Procedure, fields: dict[str, Any]) -> str:
    return json.dumps(procedure.takes().dump(fields), sort_keys=True)


def _derive(*parts: str) -> str:
    viewer = g.get("viewer")
    whole = json.dumps([str(viewer.account_id) if viewer else "", *parts])
    secret = current_app.extensions["portico.settings"].secret_key.encode()
    return hmac.digest(secret, b"idempotency" + whole.encode(), "sha256").hex()[:32]
