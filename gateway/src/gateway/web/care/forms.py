"""Forms of cards and doctors."""

from typing import Any, ClassVar

from flask import request

from contracts.errors import ContractError
from contracts.member import cards, pcp, pcp_desk
from contracts.member.errors import PcpExceptionNotNeeded, PcpExceptionOpen, PcpUnavailable
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
    unavailable = "pcp.unavailable_now"
    """What is said of a doctor who can't take her."""

    def refuse(self, error: ContractError) -> None:
        """A doctor who takes her no more: the list is shown anew, so the refusal stands by the list."""
        super().refuse(error)
        if isinstance(error, PcpUnavailable):
            self.problems = [words(self.unavailable)]

    def pick(self) -> str | None:
        """The doctor whose radio button is set; None, and an error, when none is (R129)."""
        chosen = request.form.get("provider_id", "")
        self.values["provider_id"] = chosen
        if not chosen:
            self.status = 422
            self.errors["provider_id"] = words("pcp.choose_one")
        return chosen or None


class ExceptionForm(EmptyBoxes, pcp_desk.PcpExceptionAsked):
    """What member takes for a request."""


class ExceptionRequest(Form):
    """Ask the plan for a doctor whom the rules refuse (R227)."""

    schema = ExceptionForm
    labels = {"reason_text": "Why do you need this doctor?"}

    def refuse(self, error: ContractError) -> None:
        """What stands in the way, as she can act on it."""
        super().refuse(error)
        if isinstance(error, PcpExceptionOpen):
            self.problems = [words("pcp.exception_open", number=error.details["number"])]
        elif isinstance(error, PcpExceptionNotNeeded):
            self.problems = [words("pcp.exception_not_needed")]


class Order(Form):
    """Order ID Card, to a confirmed address (R110), from which mail may have come back (R111)."""

    schema = cards.CardOrderWanted
    labels = {"contact_point_id": "Mail it to", "address_confirmed": "My address is right"}
    optional = frozenset({"address_confirmed"})
    blame = {"member.card_address_returned": "address_confirmed"}


class OrderRef(Form):
    """Cancel an order."""

    schema = cards.CardOrderRef
    labels: ClassVar[dict[str, Any]] = {}


class ChangeRef(Form):
    """Cancel a change of doctor."""

    schema = pcp.PcpChangeRef
    labels: ClassVar[dict[str, Any]] = {}
