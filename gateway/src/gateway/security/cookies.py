"""Sealed cookies: HttpOnly, SameSite=Lax, `__Host-` and Secure unless configuration says otherwise."""

import json
from typing import Any

from flask import Flask, Response, current_app, request

from servicekit.seal import SealBroken, Sealer

DEVICE = "portico-device"
LONGEST = 3800
"""Browsers keep 4096 bytes of name, value and attributes."""


def name_of(short: str) -> str:
    """The cookie's full name: `__Host-portico-device`, or `portico-device` without TLS."""
    return f"{_prefix(current_app)}{short}"


def _prefix(app: Flask) -> str:
    return "__Host-" if app.extensions["portico.settings"].cookie_secure else ""


def _sealer() -> Sealer:
    return current_app.extensions["portico.sealer"]


def read(short: str) -> dict[str, Any] | None:
    """What was sealed in the cookie; None when it is missing, forged, or sealed as another cookie."""
    text = request.cookies.get(name_of(short), "")
    if not text:
        return None
    try:
        return json.loads(_sealer().unseal(f"cookie:{short}", text))
    except (SealBroken, ValueError):
        return None


def device_token() -> str | None:
    """What an earlier log-in left on this browser's device. The API never looks at cookies: None."""
    if request.path.startswith("/api/"):
        return None
    return (read(DEVICE) or {}).get("token")


def is_sent(short: str) -> bool:
    """Whether the browser sent this cookie, readable or not."""
    return name_of(short) in request.cookies


def write(response: Response, short: str, value: dict[str, Any], max_age: int | None = None) -> None:
    """Seal `value` into the cookie; without `max_age` (seconds) it goes when the browser closes."""
    text = _sealer().seal(f"cookie:{short}", json.dumps(value).encode())
    if len(text) > LONGEST:
        raise ValueError(f"cookie {short} is too long")
    response.set_cookie(name_of(short), text, max_age=max_age, **_flags())


def delete(response: Response, short: str) -> None:
    """Tell the browser to forget the cookie."""
    response.delete_cookie(name_of(short), **_flags())


def _flags() -> dict[str, Any]:
    secure = current_app.extensions["portico.settings"].cookie_secure
    return {"path": "/", "secure": secure, "httponly": True, "samesite": "Lax"}
