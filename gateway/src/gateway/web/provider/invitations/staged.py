"""People to invite, before anything is sent: Add to List (R044). The list travels with the page."""

import json
from typing import Any

from flask import request
from marshmallow import fields, validate

from contracts.fields import Text
from contracts.identity.schemas import EmailField
from contracts.provider_directory.access import ADMINISTRATOR, GRANTABLE, ROLES, USER
from contracts.wire import Wire
from gateway.web.forms import Form
from gateway.web.words import words

NAMES = ("first_name", "last_name", "email", "zip_code")
MOST = 200
"""People in one list made by hand; longer ones are uploaded as a file."""


class PersonForm(Wire):
    """One person; whether she fits the office is the directory's to say."""

    first_name = Text(longest=100, required=True)
    last_name = Text(longest=100, required=True)
    email = EmailField(required=True)
    zip_code = Text(
        required=True,
        validate=validate.Regexp(r"\d{5}(-?\d{4})?\Z", error="field.invalid_zip"),
    )
    role = fields.String(load_default=USER, validate=validate.OneOf(ROLES, error="field.invalid"))


class Person(Form):
    """The fields of the pop-up box (R041); `features` are those checked."""

    schema = PersonForm
    labels = {
        "first_name": "First Name",
        "last_name": "Last Name",
        "email": "Email",
        "zip_code": "ZIP Code",
        "role": "Role",
        "features": "Permissions",
    }
    optional = frozenset({"features"})

    def __init__(self, person: dict[str, Any] | None = None):
        person = person or {"role": USER, "features": []}
        super().__init__({name: person[name] for name in (*NAMES, "role") if name in person})
        self.features: list[str] = list(person["features"])
        for name, key in person.get("problems", {}).items():
            self.errors[name if name in self.labels else "email"] = words(key)

    def read(self) -> dict[str, Any] | None:
        """The person as a row of the list, or None with what is wrong."""
        self.features = [key for key in request.form.getlist("features") if key in GRANTABLE]
        fields = self.take()
        return fields and as_row({**fields, "features": self.features})


class Staged:
    """The list as it stands: `people`, the form for one of them, and `at`: which row that form is for."""

    def __init__(self, people: list[dict[str, Any]] | None = None):
        self.people = people or []
        self.person = Person()
        self.at: int | None = None
        self.result: dict[str, Any] | None = None

    @classmethod
    def posted(cls) -> "Staged":
        """The list that came with the page; one that can't be read is empty."""
        try:
            rows = json.loads(request.form.get("staged") or "[]")
            staged = cls([as_row(row) for row in rows][:MOST])
        except (ValueError, TypeError, KeyError, AttributeError):
            staged = cls()
        at = request.form.get("at", "")
        staged.at = int(at) if at.isascii() and at.isdigit() and int(at) < len(staged.people) else None
        return staged

    @classmethod
    def of_failed(cls, invitations: list[dict[str, Any]]) -> "Staged":
        """Rows that could not be sent; their ZIP code is typed anew."""
        return cls([as_row({"zip_code": "", "features": [], **one}) for one in invitations])

    def text(self) -> str:
        """The list for the hidden field."""
        return json.dumps(self.people)

    def add(self) -> None:
        """Add to List, or save the row that is being edited."""
        person = self.person.read()
        if person and self._twice(person):
            self.person.status = 422
            self.person.errors["email"] = words("invite.same_email_twice")
        elif person:
            self._put(person)

    def _put(self, person: dict[str, Any]) -> None:
        if self.at is None:
            self.people.append(person)
        else:
            self.people[self.at] = person
        self.person, self.at = Person(), None

    def _twice(self, person: dict[str, Any]) -> bool:
        others = [row["email"].casefold() for at, row in enumerate(self.people) if at != self.at]
        return person["email"].casefold() in others

    def edit(self, at: str) -> None:
        """Take one row into the form."""
        if at.isascii() and at.isdigit() and int(at) < len(self.people):
            self.at = int(at)
            self.person = Person(self.people[self.at])

    def remove(self, at: str) -> None:
        """Take one row off."""
        if at.isascii() and at.isdigit() and int(at) < len(self.people):
            del self.people[int(at)]
            self.at = None

    def invitees(self) -> list[dict[str, Any]]:
        """The list as the directory takes it."""
        return [
            {name: row[name] for name in (*NAMES, "role")} | {"grants": _grants(row)} for row in self.people
        ]

    def settle(self, batch: dict[str, Any]) -> None:
        """What was sent leaves the list; what failed stays with its reason, to be sent again (R046)."""
        pairs = list(zip(self.people, batch["outcomes"], strict=True))
        failed = [row | {"problems": out["problems"]} for row, out in pairs if out["outcome"] == "failed"]
        self.result = {"sent": len(pairs) - len(failed), "failed": len(failed), "batch_id": batch["batch_id"]}
        self.people, self.person = failed, Person()


def as_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the list of whatever came with the page. Raises KeyError, TypeError, ValueError."""
    made = {name: str(row[name])[:400] for name in NAMES}
    made["role"] = row["role"] if row["role"] in ROLES else USER
    made["features"] = [key for key in row["features"] if key in GRANTABLE]
    kept = {str(name): str(key) for name, key in dict(row.get("problems") or {}).items()}
    return made | ({"problems": kept} if kept else {})


def _grants(row: dict[str, Any]) -> list[dict[str, str]]:
    return [] if row["role"] == ADMINISTRATOR else [{"feature": key} for key in row["features"]]
