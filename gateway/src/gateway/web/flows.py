"""What this browser is in the middle of: an opaque flow id in the signed form cookie, never in a URL."""

from datetime import datetime, timedelta
from typing import Any

from flask import session

from servicekit import clock

_FORGET = timedelta(hours=24)


def begin(name: str, flow_id: Any, answer: dict[str, Any], **facts: str) -> None:
    """Remember a flow that identity started; `facts` are what its page shows."""
    session[name] = {"id": str(flow_id), "code_expires_at": answer["code_expires_at"].isoformat(), **facts}


def current(name: str) -> dict[str, Any] | None:
    """The flow with `id`, `code_expires_at` (aware UTC) and its facts; None without one, or a day after."""
    kept = session.get(name)
    if not kept:
        return None
    expires = datetime.fromisoformat(kept["code_expires_at"])
    if clock.now() > expires + _FORGET:
        forget(name)
        return None
    return {**kept, "code_expires_at": expires}


def forget(name: str) -> None:
    """The flow is over in this browser."""
    session.pop(name, None)


def finish(name: str) -> None:
    """The flow succeeded: its last page may be shown once."""
    forget(name)
    session["finished"] = name


def just_finished(name: str) -> bool:
    """Whether this flow has just succeeded in this browser; true once."""
    return session.pop("finished", None) == name
