"""Forms of the wizard."""

from typing import Any, ClassVar

from flask import request
from marshmallow import ValidationError, pre_load, validates_schema

from contracts.errors import ContractError
from contracts.provider_directory import association as a
from contracts.provider_directory import errors as e
from gateway import shapes
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.provider.agreeing import Agreeing
from gateway.web.provider.association import entry
from gateway.web.words import words


class EligibilityForm(EmptyBoxes, a.ProviderIdentity):
    """What the directory takes for a match; names of the other type don't count."""

    @pre_load
    def _of_the_type(self, data, **kwargs):
        others = {name for kind, names in a.NAMES_OF.items() if kind != data.get("type") for name in names}
        return {name: text for name, text in data.items() if name not in others}

    @validates_schema(skip_on_field_errors=False)
    def _names_of_the_type(self, data, **kwargs):
        # Beside other empty boxes, too: everything is said at once (R006).
        missing = [name for name in a.NAMES_OF[data.get("type", a.PRACTITIONER)] if not data.get(name)]
        if missing:
            raise ValidationError({name: ["field.required"] for name in missing})


def as_typed() -> dict[str, Any]:
    """What was typed into step 1, as the directory takes it. Raises InvalidInput."""
    return shapes.dump(EligibilityForm, shapes.load(EligibilityForm, entry.kept()))


class Eligibility(Form):
    """Step 1 of 2 – Provider Eligibility (R005–R013)."""

    schema = EligibilityForm
    labels = {
        "type": "Provider Type",
        "first_name": "Practitioner's First Name",
        "last_name": "Practitioner's Last Name",
        "group_name": "Group Name",
        "tax_id": "Tax ID",
        "provider_id": "Provider ID/Billing Number",
        "zip_code": "ZIP Code",
    }

    def __init__(self) -> None:
        super().__init__()
        self._show()
        self.not_matched = self.held = False
        self.switch_to = ""
        self.case_number: Any = None

    @property
    def type(self) -> str:
        """The type whose fields are shown: Practitioner until another was chosen (R007)."""
        return self.values["type"] if self.values["type"] in a.KINDS else a.PRACTITIONER

    def _show(self) -> None:
        """What stands in the boxes: what was typed, the Tax ID masked once it is whole (R011)."""
        self.values.update(entry.kept())
        self.values["tax_id"] = entry.masked(self.values["tax_id"])

    def listed(self) -> list[tuple[str, str]]:
        """What is wrong, of the boxes that are there."""
        return [(name, text) for name, text in super().listed() if name in self.boxes]

    @property
    def boxes(self) -> tuple[str, ...]:
        """The boxes of this type, in order."""
        return ("type", *a.NAMES_OF[self.type], "tax_id", "provider_id", "zip_code")

    def type_in(self) -> None:
        """Take what was typed, without judging it, to show and to keep it."""
        entry.keep(request.form.to_dict())
        self._show()

    def switch(self, kind: str) -> None:
        """Show the boxes of a type; what else was typed stays."""
        self.values["type"] = kind or self.values["type"]
        entry.keep(dict(self.values))

    def take(self, **fixed: Any) -> dict[str, Any] | None:
        """Read what was typed, the Tax ID as it was before it was masked."""
        self.type_in()
        fields = super().take(**entry.kept(), **fixed)
        self._show()
        return fields

    def refuse(self, error: ContractError) -> None:
        """Show the refusal with what helps: hints, the other type, or the specialist."""
        super().refuse(error)
        self.call_us = True
        self.not_matched = isinstance(error, e.ProviderNotMatched)
        self.held = isinstance(error, e.AssociationHeld)
        self.case_number = error.details.get("case_number")
        if isinstance(error, e.ProviderTypeWrong) and error.details.get("type") in a.KINDS:
            self.switch_to = error.details["type"]
            self.errors["type"] = words(error.code)
            self.problems = []


class FinishForm(Agreeing, a.Finish):
    """Step 2: the box to confirm the agreement stays here."""


class StepTwo(Form):
    """What leads on from step 1; `expired`: step 1 has to be done again."""

    expired = False

    def refuse(self, error: ContractError) -> None:
        """Remember that the way back is step 1."""
        super().refuse(error)
        self.expired = isinstance(error, e.MatchExpired)


class Finish(StepTwo):
    """Confirm the Provider Agreement (R022)."""

    schema = FinishForm
    labels = {"agree": "I have read the Provider Agreement and confirm it."}


class AskAccess(StepTwo):
    """Ask the administrator for access (R020)."""

    schema = a.MatchToken
    labels: ClassVar[dict[str, str]] = {}
