"""A browser without a window: cookies (Secure ones too over plain http on localhost, as browsers keep them),
forms with their hidden fields, no redirects followed."""

import re
from html import unescape

import requests

_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')


class PageClient:
    """One person's browser at a gateway."""

    def __init__(self, url: str):
        self._url, self._cookies = url, {}

    def get(self, path: str) -> requests.Response:
        """A page."""
        return self._send("GET", path)

    def post(self, path: str, form_at: str, **fields: str) -> requests.Response:
        """Submit `fields` to `path` with the hidden fields of the form that stands on the page `form_at`."""
        return self._send("POST", path, {**hidden_fields(self.get(form_at).text), **fields})

    def send_form(self, path: str, fields: dict[str, str]) -> requests.Response:
        """Submit these fields as they are."""
        return self._send("POST", path, fields)

    def has_session(self) -> bool:
        """Whether the browser holds a session cookie."""
        return bool(self._cookies.get("__Host-portico"))

    def cookies(self) -> str:
        """What it sends as its Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _send(self, method: str, path: str, data: dict | None = None) -> requests.Response:
        headers = {"Cookie": self.cookies(), "Referer": self._url + path, "Origin": self._url}
        answer = requests.request(
            method, self._url + path, data=data, headers=headers, allow_redirects=False, timeout=30
        )
        for line in answer.raw.headers.getlist("Set-Cookie"):
            name, _, value = line.split(";")[0].partition("=")
            self._cookies[name] = value
        self._cookies = {name: value for name, value in self._cookies.items() if value}
        return answer


def hidden_fields(html: str) -> dict[str, str]:
    """Names and values of the page's hidden inputs; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in _INPUT.findall(html):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("type") == "hidden":
            found.setdefault(attributes["name"], unescape(attributes.get("value", "")))
    return found
