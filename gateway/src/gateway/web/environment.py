"""Jinja's environment: every template is compiled once for each language, with what never changes put in.

A page has a hundred texts and half as many addresses, and nearly all stand as they are, without a value.
Asking for each of them while the page is made took a third of its time.
"""

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any

from flask import templating, url_for
from jinja2 import Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import escape

from gateway.web import frame, locales


class Environment(templating.Environment):
    """Templates in the reader's language. Pages come by `get_or_select_template`; what a template extends
    or includes comes from the same environment as itself."""

    def __init__(self, app: Any, **options: Any):
        super().__init__(app, **options)
        self._spoken: dict[str, Environment] = {}
        self.language = ""

    def get_or_select_template(self, name: Any, *args: Any, **options: Any) -> Template:
        """Jinja's way to a page's template, in the language of this request."""
        return super(Environment, self.speaking(locales.language())).get_or_select_template(
            name, *args, **options
        )

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Jinja's hook; `d` is what a template is given beside the application's globals.

        Jinja chains both, and compares the chains at every import: an eighth of a page's time. Ours are given
        nothing."""
        return super().make_globals(d) if d else self.globals

    def speaking(self, language: str) -> "Environment":
        """The environment whose templates speak this language."""
        if language not in self._spoken:
            spoken = self.overlay(extensions=[_Constants])
            spoken.language = language
            self._spoken[language] = spoken
        return self._spoken[language]


_CONSTANT = ("_", "url_for", "asset")
_NOTHING = Token(0, "eof", "")


class _Constants(Extension):
    """Puts what `_("…")`, `url_for("…")` and `asset("…")` give in their places before a template is compiled.
    A text or an address with values stays a call."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Jinja's hook."""
        tokens = list(stream)
        place = 0
        while place < len(tokens):
            end = _end_of_call(tokens, place)
            if end:
                yield from self._given(
                    tokens[place], "".join(token.value for token in tokens[place + 2 : end - 1])
                )
            else:
                yield tokens[place]
            place = end or place + 1

    def _given(self, name: Token, value: str) -> Iterator[Token]:
        """`("…" | safe)`: what the call would give at runtime."""
        given = str(escape(self._call(name.value, value)))
        words = [("lparen", "("), ("string", given), ("pipe", "|"), ("name", "safe"), ("rparen", ")")]
        return (Token(name.lineno, kind, word) for kind, word in words)

    def _call(self, name: str, value: str) -> str:
        if name == "_":
            return locales.text(self.environment.language, value)
        return url_for(value) if name == "url_for" else frame.asset(value)


def _end_of_call(tokens: list[Token], place: int) -> int:
    """Where a call with nothing but a string that begins at `place` is over; 0 when none does. Neighbouring
    strings are one; an endpoint that begins with a dot depends on the page."""
    name, begins, first = (*tokens[place : place + 3], *[_NOTHING] * 3)[:3]
    if (name.type, begins.type, first.type) != ("name", "lparen", "string") or name.value not in _CONSTANT:
        return 0
    end = place + 3
    while tokens[end].type == "string":
        end += 1
    return 0 if tokens[end].type != "rparen" or first.value.startswith(".") else end + 1
