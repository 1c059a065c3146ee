"""The API's credential: `Authorization: Bearer <access token>`. The cookie is never looked at."""

from flask import current_app, g, request

from contracts.errors import Unauthenticated
from servicekit.tokens import AccessTokens
from servicekit.viewer import Viewer

LONGEST_TOKEN = 4096


def access_tokens() -> AccessTokens:
    """This process's verifier; it hears of revoked sessions, so the connection must have been begun."""
    current_app.extensions["portico.peers"].client()
    return current_app.extensions["portico.tokens"]


def viewer() -> Viewer:
    """Who the bearer token says asks; keeps the token for calls to services.

    Raises Unauthenticated without one, SessionEnded when it is forged, too old or revoked, ContextEnded when
    its context is: the client asks for the next token."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
        raise Unauthenticated()
    found = access_tokens().viewer(token, caller="gateway")
    g.access_token = token
    return found
