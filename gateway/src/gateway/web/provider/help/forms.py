"""The form of a message to the Provider Portal Support Specialist."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request
from marshmallow import fields, validate

from contracts.fields import Paragraphs, Text
from contracts.identity.schemas import EmailField
from contracts.wire import Wire
from gateway.security.redirects import safe_next
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.provider.association import entry

KINDS = {
    "locked_out": "I can't log in",
    "lost_email": "I no longer get the email of my account",
    "association_failed": "My account can't be associated with our Provider ID",
    "missing_feature": "Something is missing in the portal",
    "other": "Something else",
}
"""What a message may be about, in English; trainings and webinar copies have forms of their own."""

BEGINNINGS = (
    ("/provider-portal/log-in", "locked_out"),
    ("/provider-portal/forgot-password", "lost_email"),
    ("/provider-portal/create-account", "locked_out"),
    ("/provider/associate", "association_failed"),
    ("/provider/users/link", "association_failed"),
    ("/provider/my-access", "missing_feature"),
)
"""How the address of the page begins on which somebody did not get on, and what it is then probably about."""
OF_THE_WIZARD = ("type", "provider_id", "group_name", "first_name", "last_name")
"""What the specialist is told of what was typed into step 1; never the Tax ID (R011)."""


def likely(page: str) -> str:
    """The kind that fits the page; "" when nothing does."""
    return next((kind for start, kind in BEGINNINGS if page.startswith(start)), "")


class MessageForm(EmptyBoxes, Wire):
    """What is asked, and how to reach who asks."""

    kind = fields.String(required=True, validate=validate.OneOf(tuple(KINDS), error="field.required"))
    message = Paragraphs(longest=2000, required=True)
    username = Text(longest=100, load_default=None, allow_none=True)
    contact_name = Text(longest=100, required=True)
    contact_phone = Text(longest=40, load_default=None, allow_none=True)
    contact_email = EmailField(load_default=None, allow_none=True)


class Message(Form):
    """Leave a message; a case is opened that knows the page (R238)."""

    schema = MessageForm
    labels = {
        "kind": "What is it about?",
        "message": "What happened?",
        "username": "Username (Optional)",
        "contact_name": "Your Name",
        "contact_phone": "Phone Number",
        "contact_email": "Email Address",
    }
    optional = frozenset({"username", "contact_phone", "contact_email"})

    def entry(self) -> dict[str, Any] | None:
        """The case as JSON types, with the page on which she did not get on and what is known there."""
        taken, page = self.take(), safe_next(request.form.get("page")) or ""
        if not taken:
            return None
        known = {"page": page[:400], "reference": reference(request.form), **_typed(page)}
        known["username"] = taken.pop("username", None)
        return {**taken, "context": {name: text for name, text in known.items() if text}}


def reference(sent: Mapping[str, str]) -> str:
    """The number of the error on the page before, which finds it in our logs; "" for anything else."""
    try:
        return str(UUID(sent.get("reference", "")))
    except ValueError:
        return ""


def _typed(page: str) -> dict[str, str]:
    """What she typed into step 1, when that is where she did not get on: nobody asks her again (R238)."""
    if likely(page) != "association_failed":
        return {}
    return {name: entry.kept().get(name, "") for name in OF_THE_WIZARD}
