"""The page that shows the mails, and `/messages.json` for tests."""

import json
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

from portico_local.mail.store import Mail, Store
from portico_local.ports import LOOPBACK

OUR_NAMES = ("localhost", LOOPBACK)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b}"
    "a{color:#005ea2}li{border-top:1px solid #dfe1e2;padding:.6rem 0;list-style:none}ul{padding:0}"
    "small,dt{color:#565c65}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f0f0f0;padding:1rem}"
    "iframe{inline-size:100%;block-size:36rem;border:1px solid #a9aeb1}"
    "input,button{font:inherit;padding:.3rem .6rem}"
)


@dataclass(frozen=True)
class Answer:
    """What a request gets."""

    body: str
    kind: str = "text/html"
    status: HTTPStatus = HTTPStatus.OK


def answer(store: Store, path: str) -> Answer:
    """The answer to a GET of `/`, `/messages.json` (both take `?to=`) or `/messages/<id>`."""
    parts = urlsplit(path)
    to = parse_qs(parts.query).get("to", [""])[0]
    if parts.path == "/messages.json":
        return Answer(json.dumps([mail.plain() for mail in store.newest(to)]), "application/json")
    if parts.path == "/":
        return Answer(_list(store.newest(to), to))
    if parts.path.startswith("/messages/"):
        mail = store.get(parts.path.removeprefix("/messages/"))
        if mail is not None:
            return Answer(_mail(mail))
    return Answer(_page("Not found", "<p>There is no such mail.</p>"), status=HTTPStatus.NOT_FOUND)


def serve(store: Store, port: int) -> ThreadingHTTPServer:
    """The page's server, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in OUR_NAMES:
                # A stranger's page whose name was pointed at this machine must not read the mail.
                self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
                return
            self._send(answer(store, self.path))

        def _send(self, found: Answer) -> None:
            body = found.body.encode()
            self.send_response(found.status)
            for name, value in HEADERS.items():
                self.send_header(name, value)
            self.send_header("Content-Type", f"{found.kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Addresses in URLs don't belong in a log."""

    return ThreadingHTTPServer((LOOPBACK, port), Handler)


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f"<h1>{escape(title)}</h1>{body}</html>"
    )


def _list(mails: list[Mail], to: str) -> str:
    rows = "".join(
        f'<li><a href="/messages/{quote(mail.id)}">{escape(mail.subject or "(no subject)")}</a><br>'
        f"<small>{escape(', '.join(mail.to))} · {escape(mail.at)}</small></li>"
        for mail in mails
    )
    form = (
        f'<form><label>Sent to <input name="to" value="{escape(to)}"></label> <button>Show</button>'
        ' <a href="/">All</a></form>'
    )
    return _page("Mail", form + (f"<ul>{rows}</ul>" if rows else "<p>No mail yet.</p>"))


def _mail(mail: Mail) -> str:
    lines = {"From": mail.headers.get("From", mail.sender), "To": ", ".join(mail.to), "Received": mail.at}
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in lines.items())
    frame = f'<h2>HTML</h2><iframe sandbox title="HTML part" srcdoc="{escape(mail.html)}"></iframe>'
    return _page(
        mail.subject or "(no subject)",
        f'<p><a href="/">All mail</a></p><dl>{facts}</dl><h2>Text</h2><pre>{escape(mail.text)}</pre>'
        + (frame if mail.html else ""),
    )
