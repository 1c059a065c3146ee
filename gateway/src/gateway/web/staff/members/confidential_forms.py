"""Forms of the confidential address (R143)."""

from contracts.errors import ContractError
from contracts.member import staff
from contracts.member.errors import ContactPointNeeded
from gateway.web.contact.forms import LABELS, Places
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.words import words


class AddressForm(EmptyBoxes, staff.ConfidentialAddress):
    """What member takes."""


class Address(Places, Form):
    """Where all her mail goes, and on whose word."""

    schema = AddressForm
    labels = {name: label for name, label in LABELS["address"].items() if name != "use"} | {
        "reason_text": "On whose word, and why?"
    }
    optional = frozenset({"line2"})


class AddressEnd(Form):
    """Her mail goes to her other addresses again."""

    schema = staff.ConfidentialAddressEnd
    labels = {"reason_text": "Why does it end?"}

    def refuse(self, error: ContractError) -> None:
        """The only address can't go: in words for staff."""
        super().refuse(error)
        if isinstance(error, ContactPointNeeded):
            self.problems = [words("staff.confidential_needed")]
