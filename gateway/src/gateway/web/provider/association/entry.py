"""What was typed into step 1 while the wizard goes on: sealed, in this browser, for its account alone.

Nothing is stored anywhere else until the agreement is confirmed (R014). Going back shows what was typed
(R004), the Tax ID masked (R011).
"""

from datetime import datetime, timedelta

from flask import Flask, Response, g

from contracts.provider_directory.association import tax_id_digits
from gateway.security import cookies, sessions
from servicekit import clock

COOKIE = "portico-entry"
KEEP = timedelta(minutes=30)
FIELDS = ("type", "first_name", "last_name", "group_name", "tax_id", "provider_id", "zip_code")
LONGEST = 200
_HIDDEN = "•••••"


def kept() -> dict[str, str]:
    """What was typed within the last half hour by who is signed in; empty for anybody else."""
    if "entry" not in g:
        g.entry = _read()
    return g.entry


def keep(typed: dict[str, str]) -> None:
    """Remember it; a Tax ID that came back masked stays what it was."""
    fields = {name: typed.get(name, "").strip()[:LONGEST] for name in FIELDS}
    fields["tax_id"] = unmasked(fields["tax_id"])
    g.entry = g.entry_to_write = fields


def forget() -> None:
    """The wizard is over."""
    g.entry, g.entry_to_write = {}, {}


def masked(tax_id: str) -> str:
    """`12-3456789` as `•••••6789`; what isn't nine digits is shown, as it has to be mended."""
    digits = tax_id_digits(tax_id)
    return _HIDDEN + digits[-4:] if len(digits) == 9 and digits.isdecimal() else tax_id


def unmasked(tax_id: str) -> str:
    """The Tax ID behind a mask that came back unchanged."""
    before = kept().get("tax_id", "")
    return before if before and tax_id == masked(before) else tax_id


def init_app(app: Flask) -> None:
    """Write and delete the cookie after each answer."""
    app.after_request(_write)


def _read() -> dict[str, str]:
    found, sealed = sessions.current(), cookies.read(COOKIE)
    if not found or not sealed or sealed["account"] != found.account_id:
        return {}
    return sealed["fields"] if clock.now() < datetime.fromisoformat(sealed["until"]) else {}


def _write(response: Response) -> Response:
    fields = g.get("entry_to_write")
    if fields and (found := sessions.current()):  # asked last: an answer of the API has no session here
        until = clock.now() + KEEP
        sealed = {"account": found.account_id, "until": until.isoformat(), "fields": fields}
        cookies.write(response, COOKIE, sealed, max_age=int(KEEP.total_seconds()))
    elif fields == {} or g.get("session_closed"):
        cookies.delete(response, COOKIE)
    return response
