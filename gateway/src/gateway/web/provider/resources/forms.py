"""Forms that leave a case for the Provider Portal Support Specialist."""

from typing import Any, ClassVar

from flask import request

from contracts.fields import Paragraphs, Text
from contracts.identity.schemas import EmailField
from contracts.provider_directory.cases import MOST_DAYS
from contracts.wire import Wire
from gateway.web.days import iso_date
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.words import words


class ContactForm(EmptyBoxes, Wire):
    """Who asks, and how to reach her."""

    contact_name = Text(longest=100, required=True)
    contact_email = EmailField(required=True)
    contact_phone = Text(longest=40, load_default=None, allow_none=True)
    message = Paragraphs(longest=2000, load_default=None, allow_none=True)


class WebinarCopy(Form):
    """Request a copy of the webinar (R218)."""

    schema = ContactForm
    kind: ClassVar[str] = "webinar_copy"
    labels = {
        "contact_name": "Your Name",
        "contact_email": "Email Address",
        "contact_phone": "Phone Number (Optional)",
        "message": "Message (Optional)",
    }
    optional = frozenset({"contact_phone", "message"})

    def entry(self) -> dict[str, Any] | None:
        """The case as JSON types."""
        fields = self.take()
        return fields and {**fields, "kind": self.kind, "context": {"page": request.path}}


class Training(WebinarCopy):
    """Request a training: up to three days that suit (R219)."""

    kind = "training"
    labels = {
        **WebinarCopy.labels,
        "day_1": "First day",
        "day_2": "Second day (Optional)",
        "day_3": "Third day (Optional)",
    }
    optional = WebinarCopy.optional | {"day_2", "day_3"}

    def entry(self) -> dict[str, Any] | None:
        """The case with its days; at least one is a real date."""
        fields = super().entry()
        days = [day for at in range(1, MOST_DAYS + 1) if (day := self._day(at)) != ""]
        if None in days:
            self.errors["day_1"] = words("field.invalid_date")
        elif not days:
            self.errors["day_1"] = words("provider.days_needed")
        if self.errors:
            self.status = 422
            return None
        return fields and {**fields, "preferred_days": days}

    def _day(self, at: int) -> str | None:
        """A day as ISO date; "" when its box is empty, None when it is no date."""
        return iso_date(request.form.get(f"day_{at}", ""), "", "")
