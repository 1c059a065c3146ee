"""Reading the mail that a running suite has sent."""

import json
import time
import urllib.request
from dataclasses import dataclass
from urllib.parse import quote

from support.polling import stretched


@dataclass(frozen=True)
class MailBox:
    """The mail keeper's page.

    A mail is a dict: id, at, from, to, subject, message_id, headers, text, html.
    """

    page_port: int

    @property
    def url(self) -> str:
        """The page a person would open."""
        return f"http://localhost:{self.page_port}"

    def newest(self, to: str = "") -> list[dict]:
        """Mails to an address, the newest first."""
        with urllib.request.urlopen(f"{self.url}/messages.json?to={quote(to)}", timeout=10) as answer:
            return json.load(answer)

    def wait_for(
        self, to: str, subject: str = "", *, after: dict | None = None, seconds: float = 15.0
    ) -> dict:
        """The newest mail to an address whose subject contains a text, newer than `after` when that is given.

        Raises:
            AssertionError: none came in time; it lists the subjects that did.
        """
        deadline = time.monotonic() + stretched(seconds)
        while time.monotonic() < deadline:
            found = [mail for mail in self.newest(to) if subject.lower() in mail["subject"].lower()]
            if found and (after is None or found[0]["id"] > after["id"]):
                return found[0]
            time.sleep(0.1)
        subjects = [mail["subject"] for mail in self.newest(to)]
        raise AssertionError(f"no mail to {to} about {subject!r} within {seconds:g} s; there are {subjects}")
