"""Forms of contact details: one for each kind of entry."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from marshmallow import pre_load

from contracts.errors import ContractError
from contracts.identity import email_change
from contracts.member import contact as c
from contracts.member.errors import ContactChanged
from gateway import shapes
from gateway.web import telephones
from gateway.web.contact import shown
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.fields import bare_code
from gateway.web.forms import Form
from gateway.web.sign_up.forms import CODE_BLAME
from gateway.web.typed_twice import EmailTwice

EMAIL_CHANGE = "email_change"
"""The flow in which a new address waits for its code."""

EMAIL_CHECK = "email_check"
"""The flow in which the address of an entry waits for its code."""

LABELS = {
    "address": {
        "use": "Type of Address",
        "line1": "Street Address or PO Box",
        "line2": "Apartment, Unit or Building (Optional)",
        "city": "City",
        "state": "State",
        "zip_code": "ZIP Code",
        "county": "County",
    },
    "phone": {
        "use": "Type of Phone",
        "number": "Phone Number",
        "extension": "Extension (Optional)",
        "preferred": "Call me at this number first",
        "text_consent": "You may send text messages to this number",
    },
    "email": {"use": "Type of Email", "email": "Email Address"},
}


class EntryForm(EmptyBoxes, c.ContactEntry):
    """What member takes for a new entry."""


class ChangedEntryForm(EmptyBoxes, c.ChangedContactEntry):
    """What member takes for a change; `version` is the one that was shown."""


class Places:
    """What a form offers for the parts of an address."""

    @property
    def states(self) -> list[tuple[str, str]]:
        """States and territories by their two letters."""
        return [(state, state) for state in c.STATES]

    @property
    def counties(self) -> list[tuple[str, str]]:
        """Where the plan covers people, and one for everywhere else."""
        return [*((county, county) for county in c.COUNTIES), (shown.ELSEWHERE, gettext("Another county"))]


class Entry(Places, Form):
    """Add New (R141)."""

    schema = EntryForm
    optional = frozenset({"line2", "extension", "preferred", "text_consent"})

    def __init__(self, kind: str, seen: Mapping[str, Any] | None = None):
        self.kind, self.labels = kind, LABELS[kind]
        super().__init__(_boxes(self.labels, seen) if seen else None)

    @property
    def uses(self) -> list[tuple[str, str]]:
        """What an entry may be for: (value, words)."""
        return [(use, shown.use_words(self.kind, use)) for use in c.USES[self.kind]]


class ChangedEntry(Entry):
    """Edit (R139). When the entry was changed elsewhere meanwhile, `now` is what it says, and saving once
    more is about that version."""

    schema = ChangedEntryForm
    now: Mapping[str, Any] | None = None

    def refuse(self, error: ContractError) -> None:
        """Show a refusal; of a change made elsewhere, the difference too."""
        super().refuse(error)
        if isinstance(error, ContactChanged):
            self.now = _current(error)
            self.values["version"] = str(self.now["version"])

    def differences(self) -> list[tuple[str, str, str]]:
        """(label, what was typed, what it says now) of the fields that differ."""
        typed = [(name, shown.value(self.kind, name, self.values[name])) for name in self.labels]
        both = [(name, text, shown.value(self.kind, name, self.now[name])) for name, text in typed]
        return [(self.label(name), text, now) for name, text, now in both if text != now]


class Ending(Form):
    """Delete (R140), once it was confirmed. `now` as for a change."""

    schema = c.ContactPointRef
    labels: ClassVar[dict[str, str]] = {}
    now: Mapping[str, Any] | None = None

    def refuse(self, error: ContractError) -> None:
        """Show a refusal; of a change made elsewhere, what the entry says now."""
        super().refuse(error)
        if isinstance(error, ContactChanged):
            self.now = _current(error)


class NewEmailForm(EmailTwice, email_change.NewEmail):
    """The new address typed twice, and the current password."""


class NewEmail(Form):
    """Another address that recovers the account."""

    schema = NewEmailForm
    labels = {
        "email": "New Email Address",
        "verify_email": "Verify Email Address",
        "current_password": "Current Password",
    }
    blame = {"identity.current_password_wrong": "current_password"}


class EmailCodeForm(email_change.EmailCode):
    """The code, however it was pasted."""

    @pre_load
    def _bare(self, data, **kwargs):
        return {**data, "code": bare_code(data.get("code") or "")}


class EmailCode(Form):
    """The code that was mailed to the new address, or to that of an entry."""

    schema = EmailCodeForm
    labels = {"code": "Verification Code"}
    blame = CODE_BLAME


def _current(error: ContactChanged) -> dict[str, Any]:
    return shapes.load(c.ContactPoint, error.details["current"])


def _boxes(labels: Mapping[str, str], seen: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the boxes of an entry that is shown for editing."""
    ticks = {name: "1" if seen[name] else "" for name in labels if isinstance(seen[name], bool)}
    texts = {name: str(seen[name] or "") for name in labels if name not in ticks}
    if texts.get("number"):
        texts["number"] = telephones.shown(texts["number"])
    if texts.get("county") == shown.UNKNOWN:
        texts["county"] = ""
    return {**texts, **ticks, "version": str(seen["version"])}
