"""What was typed survives a session that ended meanwhile (R239).

The fields of a refused form, secrets left out, wait in a sealed cookie for ten minutes. They come back
on the same page to the same account in the same context only: the next person at a shared computer gets
nothing, and what was typed for one office is not sent for another.
"""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, g, request

from gateway.security import cookies, sessions
from servicekit import clock

COOKIE = "portico-rescue"
KEEP = timedelta(minutes=10)
LONGEST = 2200
"""Characters of all kept values together: what one cookie can carry, sealed."""
_SECRET = re.compile("passw|code|token|secret|csrf|pin", re.IGNORECASE)


def init_app(app: Flask) -> None:
    """Write and delete the cookie after each answer."""
    app.after_request(_write)


def keep() -> None:
    """Keep this request's form for the account whose session has ended. Longest values go first."""
    account = sessions.ended_account()
    if request.method == "POST" and account and request.form:
        until = (clock.now() + KEEP).isoformat()
        whose = {"account": account, "context": sessions.ended_context()}
        g.rescued = {"page": request.path, **whose, "until": until, "fields": _fields()}


def restored() -> dict[str, list[str]]:
    """What was typed on this page before the session ended: values per field; empty for anybody else.

    The kept form is forgotten when it has been given back."""
    kept = cookies.read(COOKIE)
    found = sessions.current() if kept else None
    if kept is None or found is None or not _is_for(kept, found):
        return {}
    g.rescue_done = True
    return kept["fields"]


def _is_for(kept: dict[str, Any], found: sessions.WebSession) -> bool:
    in_time = clock.now() < datetime.fromisoformat(kept["until"])
    theirs = (kept["account"], kept["context"]) == (found.account_id, found.context_id)
    return in_time and theirs and kept["page"] == request.path


def _fields() -> dict[str, list[str]]:
    open_fields = {name: request.form.getlist(name) for name in request.form if not _SECRET.search(name)}
    room, kept = LONGEST, {}
    for name, values in sorted(open_fields.items(), key=lambda item: _size(*item)):
        room -= _size(name, values)
        if room < 0:
            break
        kept[name] = values
    return kept


def _size(name: str, values: list[str]) -> int:
    return len(json.dumps([name, values]))


def _write(response: Response) -> Response:
    if "rescued" in g:
        cookies.write(response, COOKIE, g.rescued, max_age=int(KEEP.total_seconds()))
    elif g.get("rescue_done") or g.get("session_closed"):
        cookies.delete(response, COOKIE)
    return response
