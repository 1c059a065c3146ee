"""What every page must be, checked on its HTML. `check(response)` returns the parsed page."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "img", "link", "meta", "br", "hr", "wbr", "source", "track"}
UNLABELLED = {"hidden", "submit", "button"}


@dataclass
class Element:
    """One element: tag, attributes, the text inside it."""

    tag: str
    attrs: dict[str, str | None]
    parent: "Element | None" = None
    text: str = ""
    children: list["Element"] = field(default_factory=list)


class Page(HTMLParser):
    """A parsed page; `elements` in document order."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = Element(tag, dict(attrs), self._open[-1] if self._open else None)
        self.elements.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_endtag(self, tag):
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attrs: str) -> list[Element]:
        """Elements of a tag with these attributes (`name_` for names that are Python's)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            element for element in self.elements
            if element.tag == tag and all(element.attrs.get(name) == value for name, value in wanted.items())
        ]  # fmt: skip

    def one(self, tag: str, **attrs: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} <{tag}> with {attrs}"
        return found[0]

    @property
    def text(self) -> str:
        """What stands in the main part, in one line."""
        return " ".join(self.one("main").text.split())

    def field(self, name: str) -> Element:
        """An input by its name."""
        return next(element for element in self.all("input") if element.attrs.get("name") == name)

    def errors(self) -> dict[str, str]:
        """Inline errors by the id of their box."""
        return {
            element.attrs["id"].removesuffix("-error"): element.text.strip()
            for element in self.all("span", class_="error")
        }


def check(response) -> Page:
    """Hold a page to everything that all pages have in common, and parse it."""
    page = Page(response.get_data(as_text=True))
    _structure(page)
    _ids(page)
    _labels(page)
    _nothing_inline(page)
    _forms(page)
    _headers(response)
    return page


def _structure(page: Page) -> None:
    html = page.one("html")
    assert html.attrs["lang"] and html.attrs["dir"] in ("ltr", "rtl")
    assert page.one("title").text.strip().endswith("Portico Community Health Plan")
    assert page.one("h1").text.strip(), "a page says what it is"
    assert page.one("main").attrs["id"] == "main"
    first = next(e for e in page.elements if e.tag in ("a", "button", "input", "summary"))
    assert (first.attrs.get("href"), first.attrs.get("class")) == ("#main", "skip"), (
        "the skip link comes first"
    )
    quick = [link.text for link in page.all("a") if _within(link, page.one("nav", class_="quick"))]
    assert len(quick) == 4, "the four quick links are on every page (R150)"
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels


def _within(element: Element, outer: Element) -> bool:
    return element is outer or (element.parent is not None and _within(element.parent, outer))


def _ids(page: Page) -> None:
    ids = Counter(e.attrs["id"] for e in page.elements if e.attrs.get("id"))
    assert not [name for name, count in ids.items() if count > 1], "an id is used twice"
    for element in page.elements:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for target in (element.attrs.get(name) or "").split():
                assert target in ids, f"{name} points at {target}, which is not there"
        link = element.attrs.get("href") or ""
        if link.startswith("#"):
            assert link[1:] in ids, f"{link} leads nowhere"


def _labels(page: Page) -> None:
    labelled = {e.attrs.get("for") for e in page.all("label")}
    for box in page.all("input"):
        if box.attrs.get("type") in UNLABELLED or "hidden" in box.attrs:
            continue
        assert box.attrs.get("id") in labelled, f"{box.attrs.get('name')} has no label"
        if box.attrs["type"] not in ("checkbox", "radio", "file"):
            assert box.attrs.get("autocomplete"), f"{box.attrs['name']} does not say what it is"
            assert box.attrs.get("spellcheck") == "false"
        if box.attrs["type"] == "password":
            assert not box.attrs.get("value"), "a password came back in the page"
    for box in [*page.all("select"), *page.all("textarea")]:
        assert box.attrs.get("id") in labelled, f"{box.attrs.get('name')} has no label"
    for button in page.all("button"):
        assert button.text.strip() or button.attrs.get("aria-label")
    for image in page.all("img"):
        assert "alt" in image.attrs
    for link in page.all("a"):
        assert link.text.strip() or any(e.parent is link and e.attrs.get("alt") for e in page.all("img"))


def _nothing_inline(page: Page) -> None:
    assert not page.all("style")
    for element in page.elements:
        assert not [name for name in element.attrs if name == "style" or name.startswith("on")]
    for script in page.all("script"):
        assert script.attrs.get("src", "").startswith("/static/") and not script.text.strip()


def _forms(page: Page) -> None:
    for form in page.all("form"):
        inside = [e for e in page.all("input") if _within(e, form)]
        if form.attrs.get("role") == "search":  # a question that changes nothing
            assert form.attrs["method"] == "get"
            continue
        assert form.attrs["method"] == "post"
        assert any(e.attrs.get("name") == "csrf_token" and e.attrs.get("value") for e in inside)


def _headers(response) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.mimetype == "text/html"
