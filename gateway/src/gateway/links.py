"""Links of the public pages that lead nowhere, for whoever looks after the content (R002)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask

ALIVE = range(200, 400)
ORIGIN = "https://localhost"


@dataclass(frozen=True)
class DeadLink:
    """`link` as it stands on `page`, and why it is dead: a status, or "no such place" for a `#…`."""

    page: str
    link: str
    why: str


class _Page(HTMLParser):
    """The links and the places of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.links: dict[str, None] = {}
        self.places: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what it says of itself and where it leads."""
        said = dict(attrs)
        self.places.add(said.get("id") or "")
        if tag == "a" and said.get("href"):
            self.links[said["href"] or ""] = None


@dataclass
class _Walk:
    """The pages that a stranger gets to from `/`."""

    app: Flask
    statuses: dict[str, int] = field(default_factory=dict)
    pages: dict[str, _Page] = field(default_factory=dict)

    def visit(self, begin: str) -> None:
        """Look at a page and at all that it leads to."""
        waiting, client = [begin], self.app.test_client()
        while waiting:
            path = waiting.pop()
            if path in self.statuses:
                continue
            answer = client.get(path, base_url=ORIGIN)
            self.statuses[path] = answer.status_code
            if answer.status_code == 200 and answer.mimetype == "text/html":
                self.pages[path] = _Page(answer.get_data(as_text=True))
                waiting += [urldefrag(link).url for link in self._ours(path)]
            answer.close()

    def dead(self) -> Iterator[DeadLink]:
        """What was found, page by page."""
        for path in sorted(self.pages):
            for link in self._ours(path):
                target, place = urldefrag(link)
                if self.statuses[target] not in ALIVE:
                    yield DeadLink(path, link, str(self.statuses[target]))
                elif place and target in self.pages and place not in self.pages[target].places:
                    yield DeadLink(path, link, "no such place")

    def _ours(self, path: str) -> Iterator[str]:
        """Where the page leads on this site; addresses of other sites and telephone numbers are left out."""
        for link in self.pages[path].links:
            full = urlsplit(urljoin(f"{ORIGIN}{path}", link))
            if f"{full.scheme}://{full.netloc}" == ORIGIN:
                yield full._replace(scheme="", netloc="").geturl()


def dead_links(app: Flask, begin: str = "/") -> list[DeadLink]:
    """Every dead link on the pages that a stranger gets to from `begin`. Asks no service."""
    walk = _Walk(app)
    walk.visit(begin)
    return list(walk.dead())
