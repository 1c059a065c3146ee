"""Preferences: languages, interpreter, how pages look, how notices come (R151, R152, R156)."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext
from marshmallow import pre_load

from contracts.member import preferences as p
from contracts.procedures import MEMBER
from gateway.compositions import care
from gateway.security.doors import door
from gateway.web import display
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.words import words

blueprint = Blueprint("preferences", __name__, url_prefix="/my-account/preferences")

LANGUAGES = {
    "en": "English", "es": "Español", "hmn": "Hmoob", "pa": "ਪੰਜਾਬੀ", "vi": "Tiếng Việt", "ar": "العربية",
    "zh": "中文", "pt": "Português", "ru": "Русский", "tl": "Tagalog", "ko": "한국어", "fa": "فارسی",
}  # fmt: skip
"""By the names that their speakers use (R152)."""


class PreferencesForm(p.Preferences):
    """What member takes; each notice is a box of its own."""

    @pre_load
    def _as_contract(self, data, **kwargs):
        notices = {name: data[f"notice_{name}"] for name in p.NOTICES if data.get(f"notice_{name}")}
        rest = {name: text for name, text in data.items() if name in p.Preferences._declared_fields and text}
        return {**rest, "notices": notices, "version": int(data.get("version") or 1)}


class Wishes(Form):
    """One form for all of them."""

    schema = PreferencesForm
    labels = {
        "spoken_language": "The language you speak",
        "written_language": "The language you read",
        "needs_interpreter": "I need an interpreter at visits",
        "text_size": "Text size",
        "grayscale": "Show pages in grayscale",
        "notice_plan_mail": "Letters from the plan",
        "notice_newsletter": "Newsletter",
    }
    optional = frozenset(labels)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Wishes":
        """With what was chosen before."""
        boxes = {name: str(kept[name] or "") for name in ("spoken_language", "written_language", "text_size")}
        ticks = {name: "1" if kept[name] else "" for name in ("needs_interpreter", "grayscale")}
        notices = {f"notice_{name}": way for name, way in kept["notices"].items()}
        return cls(boxes | ticks | notices | {"version": str(kept["version"])})


@blueprint.get("")
@door(MEMBER)
def show() -> Response:
    """What she chose."""
    return _page(Wishes.of(care.preferences()))


@blueprint.post("")
@door(MEMBER)
def save() -> Response:
    """Keep it; this browser shows it at once."""
    form = Wishes()
    fields = form.take()
    kept = fields and form.sent(care.change_preferences, fields)
    if not kept:
        return _page(form)
    flash(words("preferences.saved"), "good")
    answer = redirect(url_for("preferences.show"), 303)
    display.remember(answer, kept["text_size"], kept["grayscale"])
    return answer


def _page(form: Wishes) -> Response:
    sizes = [("1", gettext("Normal text")), ("2", gettext("Large text")), ("3", gettext("Largest text"))]
    ways = [("mail", gettext("By mail")), ("email", gettext("By email"))]
    if form.wrong:
        form.values["version"] = request.form.get("version", "1")
    return page("care/preferences.html", form, languages_of=list(LANGUAGES.items()), sizes=sizes, ways=ways)
