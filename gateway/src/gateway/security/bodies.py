"""How much a request may carry: `max_body`, and more where a view says so.

A form is read before the door is checked, for its token, so more is taken only from who is logged in. The API
reads nothing before the door.
"""

from collections.abc import Callable

from flask import current_app, request

from gateway.security import sessions
from gateway.security.doors import is_api

_MARK = "__portico_body__"


def body_up_to(most: int) -> Callable:
    """Mark a view that takes a body of so many bytes."""

    def mark(view: Callable) -> Callable:
        setattr(view, _MARK, most)
        return view

    return mark


def allow() -> None:
    """Let this request carry what its view takes."""
    most = getattr(current_app.view_functions.get(request.endpoint or ""), _MARK, None)
    if most is None or request.method != "POST":
        return
    if is_api() or sessions.current() is not None:
        request.max_content_length = request.max_form_memory_size = most
