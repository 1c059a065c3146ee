"""The ID card as a PDF: true size (85.6 x 53.98 mm, ISO/IEC 7810 ID-1), two sides, tagged, selectable."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import font_source_sans_pro as font
import segno
from flask import render_template
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from gateway.web.care import shown


def card_pdf(card: Mapping[str, Any]) -> bytes:
    """The PDF of an IdCard of the contracts. Its code holds the opaque reference and nothing else (R109)."""
    return pdf_of(render_template("care/card_pdf.html", card=card, code=code_of, shown=shown))


def code_of(card: Mapping[str, Any]) -> str:
    """The code on a card, as a data: address."""
    return segno.make(str(card["reference"]), error="m", micro=False).svg_data_uri(border=2)


def pdf_of(text: str) -> bytes:
    """A document of cards, and of letters with them, as a PDF."""
    fetcher = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)  # nothing outside is ever fetched
    page = HTML(string=text, url_fetcher=fetcher)
    style, fonts = _style()
    return page.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True, uncompressed_pdf=False)


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    faces = "\n".join(
        f'@font-face {{ font-family: "Card"; font-weight: {weight}; src: url("{Path(path).as_uri()}") }}'
        for weight, path in ((400, font.SourceSansPro), (700, font.SourceSansProBold))
    )
    own = files("gateway").joinpath("static/card.css").read_text()
    return CSS(string=faces + own, font_config=fonts), fonts
