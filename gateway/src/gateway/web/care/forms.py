"""Forms of cards and doctors."""

from typing import Any, ClassVar

from flask import request

from contracts.errors import ContractError
from contracts.member import cards, pcp
from contracts.member.errors import PcpUnavailable
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.words import words


class SearchForm(EmptyBoxes, pcp.DoctorSearch):
    """What member takes for a search."""


class Search(Form):
    """Find a doctor by any of six criteria (R121–R126)."""

    schema = SearchForm
    labels = {
        "first_name": "First Name",
        "last_name": "Last Name",
        "gender": "Gender",
        "county": "County",
        "city": "City",
        "zip_code": "Zip Code",
    }
    optional = frozenset(labels)


class ChoiceForm(EmptyBoxes, pcp.PcpChoice):
    """What member takes for a change."""


class Choice(Form):
    """The radio button, the reason, Save (R128–R132)."""

    schema = ChoiceForm
    labels = {
        "provider_id": "Doctor",
        "reason": "Reason for Changing your Primary Care Provider",
        "reason_text": "In your own words (Optional)",
    }
    optional = frozenset({"reason_text"})
    blame = {"member.pcp_is_current": "provider_id"}

    def refuse(self, error: ContractError) -> None:
        """A doctor who takes her no more: the list is shown anew, so the refusal stands by the list."""
        super().refuse(error)
        if isinstance(error, PcpUnavailable):
            self.problems = [words("pcp.unavailable_now")]

    def pick(self) -> str | None:
        """The doctor whose radio button is set; None, and an error, when none is (R129)."""
        chosen = request.form.get("provider_id", "")
        self.values["provider_id"] = chosen
        if not chosen:
            self.status = 422
            self.errors["provider_id"] = words("pcp.choose_one")
        return chosen or None


class Order(Form):
    """Order ID Card, to a confirmed address (R110)."""

    schema = cards.CardOrderWanted
    labels = {"contact_point_id": "Mail it to"}


class OrderRef(Form):
    """Cancel an order."""

    schema = cards.CardOrderRef
    labels: ClassVar[dict[str, Any]] = {}


class ChangeRef(Form):
    """Cancel a change of doctor."""

    schema = pcp.PcpChangeRef
    labels: ClassVar[dict[str, Any]] = {}
