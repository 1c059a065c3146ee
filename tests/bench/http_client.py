"""A small HTTP client that keeps its connection."""

import http.client
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import requests

from support.polling import until


def requester(
    url: str, method: str, path: str, *, headers: dict, body: dict | None = None
) -> Callable[[], bytes]:
    """A function that makes one request on a kept connection and fails on any status of 400 and more."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    raw = json.dumps(body).encode() if body is not None else None
    sent = headers | ({"Content-Type": "application/json"} if raw else {})

    def ask() -> bytes:
        connection.request(method, path, raw, sent)
        answer = connection.getresponse()
        read = answer.read()
        assert answer.status < 400, (answer.status, read)
        return read

    return ask


def log_in(url: str, username: str, password: str) -> str:
    """An access token."""
    asked = requester(
        url, "POST", "/api/v1/sessions", headers={}, body={"username": username, "password": password}
    )
    return json.loads(asked())["access_token"]


def wait_for(url: str, path: str, headers: dict) -> None:
    """Until the server answers."""

    def answers() -> bool:
        try:
            requester(url, "GET", path, headers=headers)()
        except (OSError, http.client.HTTPException):
            return False
        return True

    until(answers, 30, f"{url} answers")


def until_answers(url: str) -> None:
    """Until something listens there, whatever it says."""

    def listens() -> bool:
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            return False
        return True

    until(listens, 60, f"{url} answers")
