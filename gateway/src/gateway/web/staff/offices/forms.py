"""Forms of finding an office, opening it, and putting its access right."""

from typing import Any, ClassVar

from flask import request
from marshmallow import fields

from contracts.fields import Id, Text
from contracts.provider_directory import association, offices
from contracts.wire import Wire
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.staff.offices.looking import LONGEST
from gateway.web.words import words

CRITERIA = ("number", "tax_id", "name", "representative_id")


class SearchForm(EmptyBoxes, offices.OfficeSearch):
    """What provider_directory takes for a search."""


class Search(Form):
    """Find a Provider ID by one of its marks, or the offices of a representative."""

    schema = SearchForm
    labels = {
        "number": "Provider ID/Billing Number",
        "tax_id": "Tax ID",
        "name": "How its name begins",
    }
    optional = frozenset(labels)

    def take(self, **fixed: Any) -> dict[str, Any] | None:
        """Exactly one of them is asked for."""
        filled = [name for name in CRITERIA if request.form.get(name, "").strip()]
        if len(filled) == 1:
            return super().take(**fixed)
        self.values.update(request.form.to_dict())
        self.status = 422
        self.problems.append(words("staff.one_criterion"))
        return None


class ReasonForm(EmptyBoxes, Wire):
    """Which office, and why; as long as may be kept."""

    billing_provider_id = Id(required=True)
    reason = Text(longest=LONGEST, required=True)


class Reason(Form):
    """Why the office is opened (R224)."""

    schema = ReasonForm
    labels = {"reason": "Why do you open this office?"}


class Issue(Form):
    """Issue the Welcome Letter again (R231)."""

    schema = offices.OfficeAct
    labels = {"reason": "Why is it issued again?"}


class AdministratorForm(EmptyBoxes, offices.NewAdministrator):
    """What provider_directory takes."""


class Administrator(Form):
    """Make somebody the administrator, in another one's place or beside (R224)."""

    schema = AdministratorForm
    labels = {"instead_of_link_id": "Who steps down?", "reason": "Why?"}
    optional = frozenset({"instead_of_link_id"})


class RestoreForm(EmptyBoxes, offices.EarlierAccess):
    """What provider_directory takes; a form's number is text."""

    change_id = fields.Integer(required=True)


class Restore(Form):
    """Give earlier access again (R187)."""

    schema = RestoreForm
    labels: ClassVar[dict[str, str]] = {"reason": "Why?"}


class Free(Form):
    """Let somebody try again to associate her account (R015)."""

    schema = association.HeldAssociation
    labels = {"reason": "Why may this person try again?"}
