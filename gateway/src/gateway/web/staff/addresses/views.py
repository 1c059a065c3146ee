"""The queue, by state, and marking what was sent on."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import ngettext

from contracts.member import address_desk
from contracts.procedures import MEMBER_SERVICES
from gateway.compositions import staff_addresses
from gateway.security.doors import door
from gateway.web.care import shown as care
from gateway.web.contact import shown as contact
from gateway.web.forms import Form
from gateway.web.page import page
from gateway.web.staff import shown
from gateway.web.words import words

blueprint = Blueprint("staff_addresses", __name__, url_prefix="/staff/addresses")


class Forwarded(Form):
    """Reports whose boxes are checked."""

    schema = address_desk.AddressReportRefs
    labels = {"report_ids": "Reports"}

    def take(self, **fixed: Any) -> dict[str, Any] | None:
        """The boxes are one list."""
        chosen = request.form.getlist("report_ids")
        if chosen:
            return super().take(report_ids=chosen, **fixed)
        self.status = 422
        self.problems.append(words("staff.choose_reports"))
        return None


@blueprint.get("")
@door(MEMBER_SERVICES)
def queue() -> Response:
    """The oldest first, with what the county needs; each member shown can see that it was."""
    return _queue(Forwarded(), request.args.get("state", "reported"))


@blueprint.post("")
@door(MEMBER_SERVICES)
def forwarded() -> Response:
    """Mark what was sent on to the counties."""
    form = Forwarded()
    fields = form.take()
    moved = fields and form.sent(staff_addresses.forwarded, fields)
    if not moved:
        return _queue(form, "reported")
    count = len(moved["forwarded"])
    flash(ngettext("%(num)d report is marked.", "%(num)d reports are marked.", count), "good")
    return redirect(url_for("staff_addresses.queue"), 303)


def _queue(form: Form, state: str) -> Response:
    found = staff_addresses.queue({"state": state, "after": request.args.get("after")})
    states = shown.options("report", address_desk.REPORT_STATES)
    said = {"state": state, "states": states, "shown": shown, "care": care, "contact": contact}
    return page("staff/addresses/queue.html", form, found=found, **said)
