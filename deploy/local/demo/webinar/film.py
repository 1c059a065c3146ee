"""A silent film of a page: screens with a pointer that walks over them, and captions with what is told."""

import base64
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page
from webm import Picture, webm

WIDTH, HEIGHT, TOP, SCREEN = 1280, 720, 40, 600
"""In pixels: above the screen stands the name of the part, below it is room for captions."""
WINDOW = {"width": 1152, "height": 540}
SCALE = WIDTH / WINDOW["width"]
RATE, QUANTIZER = 10, 58
"""Pictures per second; and how coarse they are, from 0 to 63."""
READ = 14.0
"""Letters a second that are read at ease."""
WALK, PRESS, LOOK = 0.8, 0.4, 1.2
"""Seconds that the pointer takes to its aim, and to press, and that a screen stays."""


@dataclass
class Shot:
    """One screen for some seconds. The pointer walks `to` a place, and presses when it `clicks`."""

    screen: bytes
    title: str
    seconds: float
    to: tuple[float, float] | None = None
    clicks: bool = False
    key: bool = False
    whole: bool = False


@dataclass
class Film:
    """What is filmed of `page`, shot after shot."""

    page: Page
    shots: list[Shot] = field(default_factory=list)
    told: list[tuple[float, str]] = field(default_factory=list)
    """Seconds at which it is told, and the words."""
    stills: dict[str, bytes] = field(default_factory=dict)
    title: str = ""
    """Of the part that is filmed now."""

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        return sum(shot.seconds for shot in self.shots)

    def cover(self, screen: bytes, words: str) -> None:
        """A drawing that fills the picture."""
        self.tell(words)
        self.shots.append(Shot(screen, "", 0, key=True, whole=True))
        self.hold()

    def tell(self, words: str) -> None:
        """Say this from here on; what was said before stays long enough to be read."""
        self.hold()
        self.told.append((self.seconds, words))

    def look(self, keep: bool = False) -> None:
        """The page as it is now; `keep` it as the still of this part."""
        self._shoot(LOOK)
        if keep:
            self.stills[self.title] = self.shots[-1].screen

    def click(self, aim: Locator) -> None:
        """The pointer goes there and presses; then the page that follows."""
        aim.scroll_into_view_if_needed()
        self._shoot(WALK + PRESS, to=_middle(aim), clicks=True)
        aim.click()
        self.page.wait_for_load_state("load")

    def hold(self) -> None:
        """Stay until what was told last has been read."""
        if self.told:
            at, words = self.told[-1]
            missing = max(2.5, len(words) / READ) - (self.seconds - at)
            self.shots[-1].seconds += max(0, math.ceil(missing * RATE) / RATE)

    def save(self, path: Path) -> None:
        """Encode it in Chromium (WebCodecs), and write it."""
        size = {"width": WIDTH, "height": HEIGHT, "top": TOP, "screen": SCREEN}
        size |= {"rate": RATE, "quantizer": QUANTIZER}
        self.page.evaluate((Path(__file__).parent / "encode.js").read_text(), size)
        for shot, pictures in self._pictures():
            told = {"title": shot.title, "key": shot.key, "whole": shot.whole, "pictures": pictures}
            screen = "data:image/png;base64," + base64.b64encode(shot.screen).decode()
            self.page.evaluate("shot => window.film.add(shot)", told | {"screen": screen})
        made = self.page.evaluate("() => window.film.end()")
        pictures = [Picture(round(one["at"]), one["key"], base64.b64decode(one["data"])) for one in made]
        path.write_bytes(webm(pictures, "V_VP9", WIDTH, HEIGHT, self.seconds))

    def _shoot(self, seconds: float, to: tuple[float, float] | None = None, clicks: bool = False) -> None:
        seconds = math.ceil(seconds * RATE) / RATE
        key = not self.shots or self.shots[-1].title != self.title
        self.shots.append(Shot(self.page.screenshot(), self.title, seconds, to, clicks, key))

    def _pictures(self) -> Iterator[tuple[Shot, list[dict]]]:
        """Each shot with its pictures: when, how much is done, and where the pointer is."""
        count, place, whole = 0, None, self.seconds
        for shot in self.shots:
            place = None if shot.whole else place
            pictures = []
            for number in range(round(shot.seconds * RATE)):
                x, y = _on_the_way(place, shot.to, number / RATE / WALK)
                pressed = shot.clicks and number / RATE >= WALK
                at = count * 1000 / RATE
                pictures.append({"at": at, "done": at / 1000 / whole, "x": x, "y": y, "pressed": pressed})
                count += 1
            place = shot.to or place
            yield shot, pictures


def _middle(aim: Locator) -> tuple[float, float]:
    box = aim.bounding_box()
    return ((box["x"] + box["width"] / 2) * SCALE, TOP + (box["y"] + box["height"] / 2) * SCALE)


def _on_the_way(
    begin: tuple[float, float] | None, end: tuple[float, float] | None, done: float
) -> tuple[float | None, float | None]:
    """Where the pointer is; it sets out and arrives slowly."""
    if end is None or begin is None:
        return end or begin or (None, None)
    share = 0.5 - math.cos(math.pi * min(done, 1)) / 2
    return tuple(a + (b - a) * share for a, b in zip(begin, end, strict=True))
