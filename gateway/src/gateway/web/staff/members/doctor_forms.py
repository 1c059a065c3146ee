"""Forms of a change of doctor that staff enter, and of deciding an exception (R136, R227)."""

from datetime import date, timedelta
from typing import Any

from marshmallow import pre_load

from contracts.member import pcp_desk
from gateway.web.care import forms as member_forms
from gateway.web.care import shown as care
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form

BY_THE_RULES = "rules"
"""The choice of a day that is no exception."""


class SearchForm(member_forms.SearchForm, pcp_desk.StaffDoctorSearch):
    """What member takes for a search on her behalf."""


class Search(member_forms.Search):
    """Find a doctor for her by any of six criteria."""

    schema = SearchForm


class _ByTheRules(EmptyBoxes):
    """The day of the rules is said by not saying a day."""

    @pre_load
    def _without_the_day_of_the_rules(self, data, **kwargs):
        return {n: t for n, t in data.items() if n != "effective_on" or t != BY_THE_RULES}


class ChoiceForm(_ByTheRules, pcp_desk.StaffPcpChange):
    """What member takes for a change."""


class Choice(member_forms.Choice):
    """The doctor, the day, the reason, Save."""

    schema = ChoiceForm
    labels = {
        "provider_id": "Doctor",
        "reason": "Reason for Changing your Primary Care Provider",
        "effective_on": "Starts on",
        "exception_reason": "Why is an exception made?",
        "reason_text": "Note",
    }
    optional = frozenset({"reason_text", "exception_reason"})
    unavailable = "staff.pcp_needs_exception"


class ExceptionForm(_ByTheRules, pcp_desk.StaffPcpExceptionAsked):
    """What member takes for a request."""

    @pre_load
    def _reason_is_the_exceptions(self, data, **kwargs):
        return {**data, "reason_text": data.get("exception_reason") or ""}


class Asked(Choice):
    """The same boxes, sent to the exception queue."""

    schema = ExceptionForm

    def mark(self, messages: dict[str, Any]) -> None:
        """Its one text stands in the box of the exception."""
        if "reason_text" in messages:
            messages["exception_reason"] = messages.pop("reason_text")
        super().mark(messages)


class DecisionForm(_ByTheRules, pcp_desk.PcpExceptionDecision):
    """What member takes for a decision."""


class Decision(Form):
    """Approve, from a day on, or deny with a reason that the member reads."""

    schema = DecisionForm
    labels = {
        "decision": "Decision",
        "effective_on": "Starts on",
        "denial": "If denied: why? The member reads this.",
        "reason_text": "Note for the file",
    }
    optional = frozenset({"effective_on", "denial"})
    blame = {"member.pcp_is_current": "decision"}


def days(today: date, next_start: date) -> list[tuple[str, str]]:
    """The days that a change of this month could begin on, as (value, words)."""
    count = (next_start - today).days
    return [(str(day), care.day(day)) for day in (today + timedelta(days=n) for n in range(count))]
