"""Forms of finding and opening a record, and of what is changed on its first page."""

from typing import Any, ClassVar

from marshmallow import pre_load

from contracts.member import card_desk, pcp_desk, staff
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.fields import with_date
from gateway.web.forms import Form


class SearchForm(EmptyBoxes, staff.MemberSearch):
    """What member takes for a search; the birth date is three boxes."""

    @pre_load
    def _joined(self, data, **kwargs):
        return with_date(data)


class Search(Form):
    """Find a member: by Member ID, or by name and date of birth."""

    schema = SearchForm
    labels = {
        "member_id": "Member ID",
        "last_name": "Last Name",
        "first_name": "First Name",
        "date_of_birth": "Date of Birth",
    }
    optional = frozenset(labels)


class ReasonForm(EmptyBoxes, staff.RecordWanted):
    """What member takes to show a record."""


class Reason(Form):
    """Why the record is opened (R237)."""

    schema = ReasonForm
    labels = {"reason": "Why do you open this record?", "reason_text": "In a few words"}
    optional = frozenset({"reason_text"})


class InterpreterForm(EmptyBoxes, staff.InterpreterNeed):
    """What member takes."""


class Interpreter(Form):
    """What she told of her language (R225)."""

    schema = InterpreterForm
    labels = {
        "spoken_language": "The language she speaks",
        "needs_interpreter": "She needs an interpreter at visits",
    }
    optional = frozenset(labels)


class OrderForm(EmptyBoxes, card_desk.StaffCardOrderWanted):
    """What member takes for an order."""


class Order(Form):
    """Order a card to an address that she confirmed."""

    schema = OrderForm
    labels = {
        "contact_point_id": "Mail it to",
        "reason": "Why is a card ordered?",
        "reason_text": "Note",
        "address_confirmed": "Mail came back from this address. She says that it is right all the same.",
    }
    optional = frozenset({"reason_text", "address_confirmed"})
    blame = {"member.card_address_returned": "address_confirmed"}


class CancelOrder(Form):
    """Cancel an order that is not printed, and why."""

    schema = card_desk.CardOrderEnd
    labels = {"reason_text": "Why is it cancelled?"}


class ChangeRef(Form):
    """Cancel a change of doctor that waits."""

    schema = pcp_desk.StaffPcpChangeRef
    labels: ClassVar[dict[str, Any]] = {}
