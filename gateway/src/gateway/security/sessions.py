"""The signed-in state of a browser: one sealed cookie, nothing kept here (R239).

The cookie `__Host-portico` holds the access and refresh tokens and when the person was last seen.
A session ends 15 minutes after the last request and 12 hours after log-in, to the second. When the context
ends in which an office's person acts, the session goes on without it, and `g.context_ended` is true until a
page was shown.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g
from flask import session as form_session

from contracts.errors import ContractError, Unauthenticated, Unavailable
from contracts.identity import rpc
from contracts.identity.errors import ContextEnded, SessionEnded
from gateway import peers
from gateway.security import cookies
from gateway.security.bearer import access_tokens
from gateway.security.once import OnceEach
from servicekit import clock
from servicekit.viewer import Viewer

COOKIE = "portico"
IDLE = timedelta(minutes=15)
REFRESH_AHEAD = timedelta(seconds=10)
REDIRECTS = range(300, 400)
CONTEXT_ENDED = "context_ended"
SHOWN = ("first_name", "last_name", "username", "email")
DEVICE_SECONDS = 400 * 24 * 3600
"""Browsers keep a cookie 400 days at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """One browser's session. Times are aware UTC; `viewer` comes from the verified access token.

    `holder` is what pages show of the account's holder (`SHOWN` of contracts' Account), kept until the tokens
    are renewed, so that a page need not ask identity for it; empty while nobody asked. `context_id` is in
    which context the person acts, "" for none.
    """

    access_token: str
    access_expires_at: datetime
    refresh_token: str
    session_id: str
    session_expires_at: datetime
    account_id: str
    last_seen_at: datetime
    holder: Mapping[str, str] = field(default_factory=dict)
    context_id: str = ""
    viewer: Viewer = Viewer()

    @property
    def must_reset(self) -> bool:
        """Whether nothing but a new password is allowed now (R176)."""
        return self.viewer.must_reset

    @property
    def ends_at(self) -> datetime:
        """When it ends if nothing more is asked: idle or absolute, whichever is first."""
        return min(self.last_seen_at + IDLE, self.session_expires_at)


def init_app(app: Flask) -> None:
    """Write the cookie after each answer to a page."""
    app.after_request(_write)


def refreshes() -> OnceEach:
    """Where parallel requests of one page share the renewal of their tokens."""
    return OnceEach(keep=10.0)


def current() -> WebSession | None:
    """The session of this request, refreshed when its access token is about to end; None without one.

    Never raises: when the session can't be checked now it is None, too (see `require`)."""
    if "web_session" not in g:
        g.web_session = None
        try:
            g.web_session = _resume()
        except ContractError as error:
            g.session_problem = error
    return g.web_session


def require() -> WebSession:
    """The session of this request. Raises Unauthenticated, SessionEnded, or Unavailable."""
    found = current()
    if found is None:
        raise g.get("session_problem") or Unauthenticated()
    return found


def open(tokens: dict[str, Any]) -> WebSession:  # noqa: A001 - the word of the field
    """Begin (or go on with) a session from identity's Tokens. The form token is changed with it."""
    g.web_session = _checked(_from_tokens(tokens))
    g.pop("session_problem", None)
    g.device_token = tokens.get("device_token")
    _fresh_forms()
    return g.web_session


def leave_context() -> None:
    """Go on without the context: a service knew of its end before we heard. Raises ContractError when there
    is no session to go on with, or it can't be renewed now."""
    g.context_ended = True
    g.web_session = _in_context(_renewed(require()))


def remember_holder(account: Mapping[str, Any]) -> None:
    """Keep for the next pages what they show of this account."""
    g.web_session = replace(g.web_session, holder={name: account[name] for name in SHOWN})


def forget_holder() -> None:
    """Let the next page ask: something of the account was changed."""
    g.web_session = replace(g.web_session, holder={})


def close() -> None:
    """Forget the session in this browser. Ending it at identity is the caller's affair."""
    g.web_session = None
    g.pop("access_token", None)
    g.session_closed = True
    _fresh_forms()


def must_reset() -> bool:
    """Whether the signed-in person may do nothing but set a new password (R176)."""
    found = current()
    return bool(found and found.must_reset)


def second_factor_due() -> bool:
    """Whether the signed-in person may do nothing but give the second factor."""
    found = current()
    return bool(found and found.viewer.second_factor_due)


def device_token() -> str | None:
    """What an earlier log-in left on this device, for `start_session`."""
    return cookies.device_token()


def ended_account() -> str | None:
    """Whose session this browser's cookie was before it ended, for the form rescue."""
    return g.get("ended_account")


def ended_context() -> str:
    """In which context that session acted, "" for none."""
    return g.get("ended_context", "")


def _resume() -> WebSession | None:
    kept = cookies.read(COOKIE)
    if kept is None:
        return None
    found = _from_cookie(kept)
    g.ended_account, g.ended_context = found.account_id, found.context_id
    if kept.get(CONTEXT_ENDED):
        g.context_ended = True
    if clock.now() >= found.ends_at:
        raise SessionEnded()
    return _in_context(_fresh(found))


def _in_context(found: WebSession) -> WebSession:
    """The session, checked. One whose context is over is renewed at once: its next tokens are without it.

    Twice, since a renewal that another request of this page began may be from before the end."""
    for _ in range(2):
        try:
            return _checked(found)
        except ContextEnded:
            g.context_ended = True
            found = _renewed(found)
    return _checked(found)


def _checked(found: WebSession) -> WebSession:
    viewer = access_tokens().viewer(found.access_token, caller="gateway")
    g.access_token = found.access_token
    context_id = str(viewer.context_id or "")
    return replace(found, viewer=viewer, account_id=str(viewer.account_id), context_id=context_id)


def _fresh(found: WebSession) -> WebSession:
    if found.access_expires_at - clock.now() >= REFRESH_AHEAD:
        return found
    try:
        return _renewed(found)
    except Unavailable:
        if found.access_expires_at > clock.now():
            return found
        raise


def _renewed(found: WebSession) -> WebSession:
    return replace(_from_tokens(_refresh(found.refresh_token)), account_id=found.account_id)


def _refresh(refresh_token: str) -> dict[str, Any]:
    """One call for all parallel requests of a page: rotation would take the others for thieves."""
    key = hashlib.sha256(refresh_token.encode()).digest()
    once: OnceEach = current_app.extensions["portico.refreshes"]
    try:
        return once.run(key, lambda: peers.call(rpc.refresh_session, refresh_token=refresh_token))
    except TimeoutError:
        raise Unavailable(retry_after=1) from None


def _from_tokens(tokens: dict[str, Any]) -> WebSession:
    return WebSession(
        access_token=tokens["access_token"],
        access_expires_at=tokens["access_expires_at"],
        refresh_token=tokens["refresh_token"],
        session_id=str(tokens["session_id"]),
        session_expires_at=tokens["session_expires_at"],
        account_id="",
        last_seen_at=clock.now(),
    )


def _from_cookie(kept: dict[str, Any]) -> WebSession:
    moments = {key: datetime.fromisoformat(kept[key]) for key in _MOMENTS}
    holder = kept.get("holder", {})
    return WebSession(**{key: kept.get(key, "") for key in _TEXTS}, **moments, holder=holder)


def _to_cookie(found: WebSession) -> dict[str, Any]:
    texts = {key: getattr(found, key) for key in _TEXTS} | {"holder": dict(found.holder)}
    return texts | {key: getattr(found, key).isoformat() for key in _MOMENTS}


_TEXTS = ("access_token", "refresh_token", "session_id", "account_id", "context_id")
_MOMENTS = ("access_expires_at", "session_expires_at", "last_seen_at")


def _fresh_forms() -> None:
    form_session.clear()
    g.pop("csrf_token", None)


def _write(response: Response) -> Response:
    found = g.get("web_session")
    if found is not None:
        # Seen now and not when the request came: a slow answer must not turn the clock back.
        kept = _to_cookie(replace(found, last_seen_at=clock.now()))
        if g.get("context_ended") and response.status_code in REDIRECTS:
            kept[CONTEXT_ENDED] = True  # the page that comes next says so
        cookies.write(response, COOKIE, kept)
        if g.get("device_token"):
            cookies.write(response, cookies.DEVICE, {"token": g.device_token}, max_age=DEVICE_SECONDS)
    elif g.get("session_closed") or _over():
        cookies.delete(response, COOKIE)
    return response


def _over() -> bool:
    """The browser showed a session that is no more (not one that can't be checked right now)."""
    looked = "web_session" in g and cookies.is_sent(COOKIE)
    return looked and not isinstance(g.get("session_problem"), Unavailable)
