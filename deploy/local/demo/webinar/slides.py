"""The slides: the Quick Reference Guide of a running portal, a section a slide, as a tagged PDF."""

import base64
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import Request, urlopen

import font_source_sans_pro as font
from jinja2 import Environment, FileSystemLoader
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

GUIDE = "/provider-portal/education/managing-user-access"
HERE = Path(__file__).parent
LOGO = HERE.parents[3] / "gateway/src/gateway/static/logo.svg"
MOST_BESIDE = 450
"""Letters."""
WITH_TEXT = ("h1", "h2", "p", "li")


@dataclass
class Section:
    """One of the guide. `intro` comes before the steps, `notes` after them."""

    title: str
    intro: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """Whether it leaves no room for a picture beside it."""
        return sum(map(len, (*self.intro, *self.steps, *self.notes))) > MOST_BESIDE


class Guide(HTMLParser):
    """The guide's page, read: its title, its lead and the sections of its main part."""

    def __init__(self, page: str):
        super().__init__()
        self.title, self.lead, self.sections = "", "", []
        self._open: list[str] = []
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = set((dict(attrs).get("class") or "").split()) & {"lead", "no-print"}
        if tag == "main" or self._open and (known or tag == "section"):
            self._open.append(next(iter(known), tag))
        if tag in WITH_TEXT:
            self._text = ""

    def handle_data(self, data: str) -> None:
        if "no-print" not in self._open:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        text, place = " ".join(self._text.split()), self._open[-1:]
        if tag == "h1":
            self.title = text
        elif place == ["lead"] and tag == "p":
            self.lead = text
        elif place == ["section"] and tag in WITH_TEXT:
            self._take(tag, text)
        if self._open and {"lead": "p", "no-print": "span"}.get(self._open[-1], self._open[-1]) == tag:
            self._open.pop()

    def _take(self, tag: str, text: str) -> None:
        if tag == "h2":
            self.sections.append(Section(text))
            return
        section = self.sections[-1]
        place = section.steps if tag == "li" else section.notes if section.steps else section.intro
        place.append(text)


def read_guide(url: str) -> Guide:
    """The guide of the portal at `url`."""
    with urlopen(Request(url + GUIDE, headers={"Accept-Language": "en"})) as answer:
        return Guide(answer.read().decode())


def slides(guide: Guide, stills: dict[str, bytes]) -> bytes:
    """The PDF. `stills` are screens (PNG) by the title of the section they belong to."""
    name, _, about = guide.title.partition(": ")
    pictures = {title: _as_address(screen) for title, screen in stills.items()}
    template = Environment(loader=FileSystemLoader(HERE), autoescape=True).get_template("slides.html")
    page = template.render(guide=guide, name=name, about=about, stills=pictures, logo=LOGO.as_uri())
    fonts = FontConfiguration()
    style = [CSS(string=_faces(), font_config=fonts), CSS(filename=HERE / "slides.css", font_config=fonts)]
    return HTML(string=page).write_pdf(stylesheets=style, font_config=fonts, pdf_tags=True)


def _as_address(screen: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(screen).decode()


def _faces() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "Slides"; font-weight: {weight}; src: url("{Path(path).as_uri()}") }}'
        for weight, path in ((400, font.SourceSansPro), (700, font.SourceSansProBold))
    )
