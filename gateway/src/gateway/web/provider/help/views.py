"""Leave a message for the Provider Portal Support Specialist."""

from flask import Blueprint, Response, flash, redirect, request, url_for

from contracts.procedures import ANYONE
from gateway.compositions import cases
from gateway.security.doors import door
from gateway.security.redirects import safe_next
from gateway.web.page import page
from gateway.web.provider import place
from gateway.web.provider.help.forms import KINDS, Message, likely, reference
from gateway.web.words import words

blueprint = Blueprint("provider_help", __name__, url_prefix="/provider-portal")


@blueprint.get("/message")
@door(ANYONE)
def message() -> Response:
    """From every page for offices; `page` is the one she comes from, `reference` the number of its error."""
    came_from = safe_next(request.args.get("page")) or ""
    return _page(Message({"kind": likely(came_from)}), came_from, reference(request.args))


@blueprint.post("/message")
@door(ANYONE)
def send() -> Response:
    """A case is opened; who is logged in is known to it."""
    form = Message()
    fields = form.entry()
    opened = fields and form.sent(cases.open_case, fields)
    if not opened:
        return _page(form, safe_next(request.form.get("page")) or "", reference(request.form))
    flash(words("provider.case_opened", number=opened["number"]), "good")
    home = "provider.home" if place.has_context() else "public.provider_portal"
    return redirect(url_for(home), 303)


def _page(form: Message, came_from: str, number: str) -> Response:
    context = {"came_from": came_from, "reference": number}
    return page("provider/help/message.html", form, kinds=KINDS, **context)
