"""A real browser for tests: Debian's Chromium, driven by Playwright.

Every page it opens is watched: a script error, a console error, or a request to anywhere but the site fails
the test, and `Visit.fair()` holds the page as it is now to axe and to the width of the window.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

PHONE, LAPTOP, SMALLEST = (390, 844), (1280, 900), (320, 640)
CALM = {"locale": "en-US", "reduced_motion": "reduce"}
"""Without less motion the page glides under her finger, and a click waits until it stands still."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = """rules => axe.run({runOnly: rules, resultTypes: ["violations"], preload: false})
  .then(all => all.violations)"""
"""Without `preload` axe does not read our style sheet, which it does for the orientation of a phone alone."""
WIDER = """() => {
  const html = document.documentElement, found = [];
  const read = (dir, text) => {
    html.dir = dir;
    if (text) html.dataset.text = text; else delete html.dataset.text;
  };
  const now = [html.dir, html.dataset.text];
  for (const [dir, text] of [["rtl", ""], ["rtl", "3"], ["ltr", "3"], ["ltr", ""]]) {
    read(dir, text);
    const wide = html.scrollWidth - html.clientWidth;
    if (wide > 0) found.push(`${dir}, text size ${text || 1}: ${wide} px`);
  }
  read(...now);
  return found;
}"""
"""By how much the page is wider than its window, from either side and in the smallest and largest text."""
_ANSWERED_4XX = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d|503)")
"""Chromium writes this for a refused form; the refusal is the page that the test reads."""


@dataclass
class Visit:
    """One page in one window. `url` is the site's."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> "Visit":
        """Open a path of the site."""
        self.page.goto(self.url + path)
        return self

    def fill(self, **fields: str) -> "Visit":
        """Type into boxes by their id; `date_of_birth_month` is the id `date_of_birth-month`."""
        for name, text in fields.items():
            self.page.fill("#" + re.sub(r"_(month|day|year)$", r"-\1", name), text)
        return self

    def press(self, button: str) -> "Visit":
        """Click the button with exactly this text, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        return self

    def text(self) -> str:
        """What the main part says, in one line."""
        return " ".join(self.page.inner_text("main").split())

    def path(self) -> str:
        """Where we are."""
        return urlsplit(self.page.url).path

    def errors(self) -> dict[str, str]:
        """Inline errors by the field's id."""
        found = self.page.locator(".error")
        return {one.get_attribute("id").removesuffix("-error"): one.inner_text() for one in found.all()}

    def fair(self, *sizes: tuple[int, int]) -> "Visit":
        """The page as it is now passes axe and fits the window, in each of the sizes or in its own, from left
        to right and from right to left, in the smallest and the largest text.

        The window keeps the last size. Raises AssertionError.
        """
        for size in self._in_turn(sizes):
            found = self.axe()
            assert not found, f"{self.path()} at {size}: {found}"
            wider = self.page.evaluate(WIDER)
            assert not wider, f"{self.path()} at {size} is wider than the window: {wider}"
        return self

    def fits(self, *sizes: tuple[int, int]) -> "Visit":
        """The page is no wider than the window, in each of the sizes or in its own. Raises AssertionError."""
        for size in self._in_turn(sizes):
            wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{self.path()} at {size} is {wide} px wider than the window"
        return self

    def axe(self) -> list[str]:
        """What axe finds wrong: rule and elements."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(VIOLATIONS, RULES)
        return [f"{v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found]

    def _in_turn(self, sizes: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
        """Each size when the window has it; without any, the window's own."""
        if not sizes:
            yield tuple(self.page.viewport_size.values())
        for size in sizes:
            self.page.set_viewport_size(_viewport(size))
            yield size


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Without Chromium the test fails: a journey that nobody made has not passed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("browser tests need Chromium: apt-get install chromium", pytrace=False)
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            pytest.fail(f"Chromium at {path} does not start: {error}", pytrace=False)
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """`open_window(url, size=PHONE, java_script_enabled=False, …)`: a new window with no cookies.

    Other keywords are Playwright's for a context. At the end no window may have a fault.
    """
    with ExitStack() as windows:
        visits: list[Visit] = []

        def open_one(url: str, size: tuple[int, int] = LAPTOP, **options) -> Visit:
            context = chromium.new_context(viewport=_viewport(size), **CALM | options)
            windows.callback(context.close)
            context.set_default_timeout(15_000)
            visits.append(Visit(context.new_page(), url))
            _watch(visits[-1])
            return visits[-1]

        yield open_one
        assert [fault for visit in visits for fault in visit.faults] == []


def _viewport(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


def _watch(visit: Visit) -> None:
    def console(message) -> None:
        if message.type == "error" and not _ANSWERED_4XX.match(message.text):
            visit.faults.append(f"console: {message.text}")

    def request(asked) -> None:
        if not asked.url.startswith((visit.url, "data:", "about:")):
            visit.faults.append(f"outside request: {asked.url}")

    context = visit.page.context
    context.on("console", console)
    context.on("request", request)
    context.on("weberror", lambda error: visit.faults.append(f"script: {error.error}"))
