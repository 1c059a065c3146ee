"""Forms of the queue of cases."""

from typing import Any

from flask import request
from marshmallow import fields, pre_load

from contracts.provider_directory import cases
from gateway.web.days import iso_date
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form

DOING = {
    "note": {},
    "take": {"take": "1"},
    "wait": {"state": "waiting"},
    "close": {"state": "closed"},
    "reopen": {"state": "open"},
    "schedule": {},
}
"""What each button does beside keeping the note."""


class NumberForm(EmptyBoxes, cases.CaseSearch):
    """One case by its number; a form's number is text."""

    number = fields.Integer(required=True)


class Number(Form):
    """Find a case by the number that the caller says."""

    schema = NumberForm
    labels = {"number": "Case number"}


class ChangeForm(EmptyBoxes, cases.CaseChange):
    """What provider_directory takes; a form's number is text, its day a typed date."""

    version = fields.Integer(required=True)

    @pre_load
    def _typed_day(self, data, **kwargs):
        day = iso_date(data.get("scheduled_on", ""), "", "")
        return data if day == "" else {**data, "scheduled_on": day or "no date"}


class Change(Form):
    """Work on a case; the note says what was done (R224)."""

    schema = ChangeForm
    labels = {"scheduled_on": "Day of the training", "note": "What did you do, or why?"}
    optional = frozenset({"scheduled_on"})

    def take(self, **fixed: Any) -> dict[str, Any] | None:
        """The button says what is done; a day counts only when it is the training's."""
        doing = request.form.get("do", "note")
        days = {} if doing == "schedule" else {"scheduled_on": ""}
        return super().take(**DOING.get(doing, {}), **days, **fixed)
