"""What every answer carries, whatever it answers."""

from collections.abc import MutableMapping

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: the form check over TLS compares the Referer, which then stays on this site.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
MEDIA = "; media-src 'self'"
STRICT_TRANSPORT = "max-age=31536000"


def init_app(app: Flask) -> None:
    """Put them on every answer of the application."""
    app.after_request(_put)


def allow_media() -> None:
    """Let the page of this request play recordings and show captions of this site."""
    g.plays_media = True


def put_on_static(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """WhiteNoise's hook: the same headers on files; caching is WhiteNoise's."""
    for name, value in ALWAYS.items():
        headers[name] = value


def _put(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    if g.get("plays_media"):
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY + MEDIA
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if not _is_for_everybody(response):
        response.headers["Cache-Control"] = "no-store"
    return response


def _is_for_everybody(response: Response) -> bool:
    """A file that says of itself that it is public, and takes nobody's cookie along."""
    return bool(response.cache_control.public) and "Set-Cookie" not in response.headers
