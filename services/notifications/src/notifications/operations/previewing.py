"""`python -m notifications preview DIR`: every letter as HTML and text, to be looked at."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from notifications.adapters.catalogues import as_html, catalogues
from notifications.config import sender_from, support_from
from notifications.rules.catalogue import LANGUAGES, LETTERS
from notifications.rules.letters import Content, Letter, as_text, compose
from servicekit import clock

FACTS = {
    "office": "Portico Demo Group",
    "person": "José Vang",
    "token": "an-invented-token",
    "reason": "You work at another office now.",
    "number": "200001",
    "day": "2026-12-01",
}


def main(arguments: Sequence[str]) -> int:
    """Write the files into the folder named first; returns the exit code."""
    if len(arguments) != 1:
        print("usage: python -m notifications preview DIR", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for letter in samples():
        name = f"{letter.key}.{letter.language}"
        (folder / f"{name}.html").write_text(as_html(letter), "utf-8")
        (folder / f"{name}.txt").write_text(f"Subject: {letter.subject}\n\n{as_text(letter)}", "utf-8")
    print(f"{len(LETTERS) * len(LANGUAGES)} letters are in {folder}")
    return 0


def samples() -> list[Letter]:
    """Every letter in every language, to an invented person."""
    now = clock.now()
    plain = ("María José", "48205917", "maria.jose", now, now + timedelta(minutes=15))
    content = Content(*plain, now + timedelta(days=7), FACTS)
    sender, support = sender_from(), support_from()
    return [
        compose(key, language, content, catalogues(), sender, support)
        for key in LETTERS
        for language in LANGUAGES
    ]
