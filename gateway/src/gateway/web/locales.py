"""Languages, their direction, and the catalogues (R060, R152).

Catalogues are `.po` files read as they are: no compile step that can be forgotten.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain
from markupsafe import Markup

LANGUAGES = {"en": "English", "es": "Español"}
"""Languages the portal speaks, by the name their speakers use."""

_LOCALES = {"en": "en_US", "es": "es_US"}
_TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
COOKIE = "portico_language"


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of one language; English is the source and needs none."""
    path = _TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        compiled = BytesIO()
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class PoDomain(Domain):
    """Flask-Babel's domain, reading our `.po` files."""

    def get_translations(self) -> NullTranslations:
        return catalogue(language())


def language() -> str:
    """The language of this page: the cookie's, else the browser's first that we speak.

    Asked for every word of a page, so found once for each request."""
    if "language" not in g:
        g.language = _asked_for()
    return g.language


def _asked_for() -> str:
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or "en"


def direction() -> str:
    """`ltr` or `rtl`. `PSEUDO_RTL` turns every page round, so that layout can be looked at."""
    return "rtl" if current_app.config.get("PSEUDO_RTL") else "ltr"


def init_locales(app: Flask, zone: str) -> None:
    """Install Flask-Babel with our catalogues; `zone` names the plan's time zone."""
    babel = Babel(app, locale_selector=lambda: _LOCALES[language()], default_timezone=zone)
    babel.domain_instance = PoDomain()
    app.jinja_env.globals["_"] = _text


def text(language: str, message: str, **variables: Any) -> Markup:
    """What a template says: the message in a language, with its variables. Translators' marks up stay."""
    said = catalogue(language).ugettext(message)
    return Markup(said) % variables if variables or "%" in said else Markup(said)


def _text(message: str, **variables: Any) -> Markup:
    # Not through Flask-Babel's context and Jinja's three wrappers: that took a quarter of a page's time.
    return text(language(), message, **variables)
