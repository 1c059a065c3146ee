"""Forms about somebody's online account."""

from typing import Any, ClassVar

from flask import request

from contracts.identity import schemas as s
from contracts.identity import support
from contracts.notifications import schemas as letters
from gateway.web.empty_boxes import EmptyBoxes
from gateway.web.forms import Form
from gateway.web.words import words


class SearchForm(EmptyBoxes, support.AccountSearch):
    """What identity takes for a search."""


class Search(Form):
    """Find a user; what is filled in must all fit."""

    schema = SearchForm
    labels = {"name": "Name", "username": "Username", "email": "Email Address"}
    optional = frozenset(labels)

    def take(self, **fixed: Any) -> dict[str, Any] | None:
        """A search for nothing is no fault of one box."""
        if any(request.form.get(name, "").strip() for name in self.labels):
            return super().take(**fixed)
        self.status = 422
        self.problems.append(words("staff.one_criterion"))
        return None


class Verified(Form):
    """By what the caller was verified: two things at least."""

    schema = support.CallerCheck
    labels = {"verified": "What did the caller say that agrees with our records?", "note": "Note"}
    optional = frozenset({"note"})

    def take(self, **fixed):
        """The boxes that are checked are one list."""
        note = request.form.get("note", "").strip() or None
        return super().take(verified=request.form.getlist("verified"), note=note, **fixed)


class Action(Form):
    """Something that is done to the account, and why (R183)."""

    schema = s.AccountAction
    labels = {"reason": "Why?"}


class NewEmail(Form):
    """The address that the owner asks for, and why it is changed here (R181)."""

    schema = support.EmailForOwner
    labels = {"email": "New email address", "reason": "Why?"}


class KeepEmail(Form):
    """Call off a change of address, and why."""

    schema = s.AccountAction
    labels = {"reason": "Why?"}


class Waiting(Form):
    """An e-mail that waits for its next try."""

    schema = letters.DeliveryRef
    labels: ClassVar[dict[str, str]] = {}


class SignUpCodeForm(EmptyBoxes, s.SignUpRef):
    """The address that the caller gave when she signed up."""


class SignUpCode(Form):
    """Send another sign-up code."""

    schema = SignUpCodeForm
    labels = {"email": "Email address that the caller names"}
