"""Education & Resources."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import ANYONE
from gateway.compositions import cases
from gateway.security.doors import door
from gateway.security.headers import allow_media
from gateway.web.page import page
from gateway.web.provider.resources import faq
from gateway.web.provider.resources import webinar as webinar_files
from gateway.web.provider.resources.forms import Training, WebinarCopy
from gateway.web.words import words

blueprint = Blueprint("provider_resources", __name__, url_prefix="/provider-portal")

GUIDES = {
    "index": "/education",
    "managing_access": "/education/managing-user-access",
    "user_guide": "/education/user-guide",
    "solutions": "/education/solutions-overview",
    "tips": "/education/tips",
}
"""Endpoint and template name → address."""
LONGEST_SEARCH = 100


def _guide(name: str) -> Callable[[], Response]:
    @door(ANYONE)
    def view() -> Response:
        return page(f"provider/resources/{name}.html")

    return view


for _name, _address in GUIDES.items():
    blueprint.add_url_rule(_address, _name, _guide(_name))


@blueprint.get("/questions")
@door(ANYONE)
def questions() -> Response:
    """Questions and answers, with a search (R223)."""
    asked = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    return page("provider/resources/questions.html", found=faq.search(asked), asked=asked, total=len(faq.FAQ))


@blueprint.get("/education/webinar")
@door(ANYONE)
def webinar() -> Response:
    """The webinar to watch and to download (R217)."""
    shown = webinar_files.parts()
    if shown["to_watch"]:
        allow_media()
    return page("provider/resources/webinar.html", **shown)


@blueprint.get("/education/webinar/<filename>")
@door(ANYONE)
def webinar_file(filename: str) -> Response:
    """One of its files to download (R217)."""
    return webinar_files.download(filename)


@blueprint.get("/education/webinar/play/<filename>")
@door(ANYONE)
def webinar_play(filename: str) -> Response:
    """One of its files for the player on its page."""
    return webinar_files.play(filename)


@blueprint.get("/education/webinar-copy")
@door(ANYONE)
def webinar_copy() -> Response:
    """Request a copy of the webinar (R218)."""
    return page("provider/resources/webinar_copy.html", WebinarCopy())


@blueprint.post("/education/webinar-copy")
@door(ANYONE)
def ask_copy() -> Response:
    """It goes to the support specialist's queue."""
    return _sent(WebinarCopy(), "provider/resources/webinar_copy.html")


@blueprint.get("/education/training")
@door(ANYONE)
def training() -> Response:
    """Request a training with days that suit (R219)."""
    return page("provider/resources/training.html", Training())


@blueprint.post("/education/training")
@door(ANYONE)
def ask_training() -> Response:
    """It goes to the support specialist, who finds a day."""
    return _sent(Training(), "provider/resources/training.html")


def _sent(form: WebinarCopy, template: str) -> Response:
    fields = form.entry()
    opened = fields and form.sent(cases.open_case, fields)
    if not opened:
        return page(template, form)
    flash(words("provider.case_opened", number=opened["number"]), "good")
    return redirect(url_for(".index"), 303)
