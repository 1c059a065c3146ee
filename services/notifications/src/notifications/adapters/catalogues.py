"""The shipped words and the HTML skeleton."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from notifications.rules.catalogue import LANGUAGES
from notifications.rules.letters import Letter, Texts

_TEMPLATES = files("notifications") / "templates"


@cache
def catalogues() -> dict[str, Texts]:
    """Every language's texts, by language."""
    return {language: _texts(language) for language in LANGUAGES}


def as_html(letter: Letter) -> str:
    """The letter as a page: inline styles, no outside request, every value escaped."""
    return _environment().get_template("letter.html").render(letter=letter)


def _texts(language: str) -> Texts:
    return tomllib.loads((_TEMPLATES / "texts" / f"{language}.toml").read_text("utf-8"))


@cache
def _environment() -> Environment:
    source = (_TEMPLATES / "letter.html").read_text("utf-8")
    loader = DictLoader({"letter.html": source})
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.filters["unbroken"] = _unbroken
    return environment


def _unbroken(text: str) -> Markup:
    """Keep a phone number on one line."""
    kept = r'<span style="white-space:nowrap;">\1</span>'
    return Markup(re.sub(r"(\d+(?:-\d+)+)", kept, str(escape(text))))  # noqa: S704 - the text is escaped
