"""Makes the demo's webinar anew, beside this file: slides.pdf, recording.webm, captions.vtt, transcript.txt.

It films a portal that has just been filled (`make reset`, then `make run` in another window) with Debian's
Chromium, as the tests have it, and takes the slides from its Quick Reference Guide:

    .venv/bin/python deploy/local/demo/webinar/make.py [http://localhost:8080 http://localhost:8081]

`make run` needs none of this: it publishes the files as they are here.
"""

import shutil
import sys
from pathlib import Path

from film import HEIGHT, SCALE, WIDTH, WINDOW, Film
from playwright.sync_api import Browser, sync_playwright
from scenes import Scenes
from slides import read_guide, slides

HERE = Path(__file__).parent
POSTER = HERE.parents[3] / "gateway/src/gateway/static/webinar.svg"
ABOUT = (
    "Provider Portal Webinar: Managing User Access",
    "Portico Community Health Plan",
    "",
    "The recording is silent and shows pages of the portal. This is what its captions say.",
    "",
)
"""How the transcript begins."""
BEGIN = "This is the webinar of the Provider Portal. It goes through the steps of the Quick Reference Guide."
END = "For help call the Provider Portal Support Specialist. The number stands on every page of the portal."


def main(url: str = "http://localhost:8080", mail: str = "http://localhost:8081") -> None:
    """Make all four."""
    guide = read_guide(url)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        film = _filmed(browser, url, mail, [section.title for section in guide.sections])
        film.save(HERE / "recording.webm")
    (HERE / "slides.pdf").write_bytes(slides(guide, film.stills))
    (HERE / "captions.vtt").write_text(captions(film))
    (HERE / "transcript.txt").write_text(transcript(film))


def captions(film: Film) -> str:
    """What is told, as WebVTT."""
    ends = [at for at, _ in film.told[1:]] + [film.seconds]
    cues = [
        f"{_time(at)} --> {_time(end)}\n{words}\n" for (at, words), end in zip(film.told, ends, strict=True)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def transcript(film: Film) -> str:
    """What is told, to read."""
    lines = [f"[{_time(at)[3:8]}] {words}" for at, words in film.told]
    return "\n".join([*ABOUT, *lines, ""])


def _filmed(browser: Browser, url: str, mail: str, titles: list[str]) -> Film:
    calm = {"locale": "en-US", "reduced_motion": "reduce"}
    cover = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    cover.goto(POSTER.as_uri())
    film = Film(browser.new_page(viewport=WINDOW, device_scale_factor=SCALE, **calm))
    film.page.set_default_timeout(30_000)
    film.cover(cover.screenshot(), BEGIN)
    Scenes(browser, film, url, mail).play(titles)
    film.cover(cover.screenshot(), END)
    return film


def _time(seconds: float) -> str:
    """As WebVTT writes it: 00:01:02.500."""
    return f"00:{int(seconds) // 60:02}:{seconds % 60:06.3f}"


if __name__ == "__main__":
    main(*sys.argv[1:])
