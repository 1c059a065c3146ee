"""A form on a page: labels, what was typed, and what is wrong with it.

The same marshmallow schema checks the API and the form; a form's schema only adds the `verify_…` fields.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, ClassVar

from flask import g, request
from flask_babel import gettext
from marshmallow import EXCLUDE, ValidationError

from contracts.errors import Category, ContractError, InvalidInput, Unauthenticated
from contracts.identity.errors import ContextEnded, MustResetPassword, SecondFactorRequired, SessionEnded
from contracts.wire import Wire
from gateway.security import rescue
from gateway.security.idempotency import FORM_FIELD, form_token
from gateway.shapes import message_keys
from gateway.web.faults import UNPROCESSABLE, status_of
from gateway.web.words import WORDS, tries_left, waiting_time, words


class Form:
    """One form. Subclasses set `schema`, `labels` (field → English, in page order) and where a service's
    refusal belongs (`blame`: error code → field; a code that is not there is said above the form).

    `values` holds what is shown in the boxes: never a password or code.
    """

    schema: ClassVar[type[Wire]]
    labels: ClassVar[dict[str, str]]
    blame: ClassVar[dict[str, str]] = {}
    optional: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, values: dict[str, str] | None = None):
        self.values: dict[str, str] = defaultdict(str, (values or {}) | self._rescued())
        self.errors: dict[str, str] = defaultdict(str)
        self.problems: list[str] = []
        self.call_us = False
        self.title = ""
        self.status = 200

    def _rescued(self) -> dict[str, str]:
        """What was typed on this page before the session ended (R239), and which version it was a change of:
        a change that somebody made meanwhile is shown and not overwritten."""
        if request.method != "GET":
            return {}
        return {
            name: texts[0]
            for name, texts in rescue.restored().items()
            if name in self.labels or name == "version"
        }

    @property
    def once(self) -> str:
        """The hidden token that makes a double submission one change; new each time the form is shown."""
        return form_token()

    @property
    def once_field(self) -> str:
        """The name of that hidden field."""
        return FORM_FIELD

    @property
    def wrong(self) -> bool:
        """Whether there is anything to mend."""
        return bool(self.errors or self.problems)

    def label(self, name: str) -> str:
        """The field's label in the reader's language."""
        return gettext(self.labels[name])

    def required(self, name: str) -> bool:
        """Whether the field is marked as one that must be filled in."""
        return name not in self.optional

    def anchor(self, name: str) -> str:
        """The id of the box that the summary's link goes to."""
        return f"{name}-month" if name == "date_of_birth" else name

    def listed(self) -> list[tuple[str, str]]:
        """(field, words) of everything wrong, in the order of the page."""
        return [(name, self.errors[name]) for name in self.labels if name in self.errors]

    def take(self, **fixed: Any) -> dict[str, Any] | None:
        """Read the posted form: its fields as JSON types for a composition, or None with `errors` filled.

        `fixed` are values that do not come from the form and win over it. Typed values stay to be shown.
        """
        typed = request.form.to_dict() | fixed
        secret = {n for n, f in self.schema().fields.items() if f.metadata.get("secret")}
        self.values.update({name: text for name, text in request.form.items() if name not in secret})
        try:
            schema = self.schema(unknown=EXCLUDE)
            return schema.dump(schema.load(typed))
        except ValidationError as refusal:
            self.status = UNPROCESSABLE
            self.mark(message_keys(refusal.normalized_messages()))
            return None

    def sent(self, composition: Callable[..., Any], *given: Any) -> Any:
        """Do what the form asks for; None when a service refused it (`refuse` has been done).

        A session or context that ended is not the form's affair: that passes through.
        """
        try:
            return composition(*given) or True
        except (Unauthenticated, SessionEnded, ContextEnded, MustResetPassword, SecondFactorRequired):
            raise
        except ContractError as error:
            self.refuse(error)
            return None

    def mark(self, messages: dict[str, Any]) -> None:
        """Put message keys beside their fields: the first of each; unknown fields go above the form."""
        for name, keys in messages.items():
            key = keys[0] if isinstance(keys, list) and keys else "field.invalid"
            if name in self.labels:
                self.errors[name] = words(key)
            else:
                self.problems.append(words(key))

    def mark_like(self, other: "Form") -> None:
        """Take over what is wrong with another form of the same page."""
        self.status = other.status
        self.errors.update(other.errors)
        self.problems.extend(other.problems)

    def refuse(self, error: ContractError) -> None:
        """Show a service's refusal where it belongs, with how to go on."""
        self.status = status_of(error)
        if isinstance(error, InvalidInput) and error.details.get("fields"):
            self.mark(error.details["fields"])
            return
        text = sentence(error)
        g.error_number = error.details.get("error_id")
        if field := self.blame.get(error.code):
            self.errors[field] = text
        else:
            self.problems.append(text)
        self.call_us = field is None or error.category == Category.RATE_LIMITED


def sentence(error: ContractError) -> str:
    """An error as words, with its counts: tries left, time to wait, the reason, free usernames."""
    details = error.details
    said = (key for key in (details.get("reason"), error.code) if key in WORDS)  # a reason may be for logs
    parts = [words(next(said, "common.internal"))]
    if details.get("attempts_left"):
        parts.append(tries_left(int(details["attempts_left"])))
    if details.get("retry_after"):
        parts.append(waiting_time(int(details["retry_after"])))
    if details.get("error_id"):
        parts.append(gettext("If you call us, say this number: %(id)s.", id=details["error_id"]))
    if details.get("suggestions"):
        free = ", ".join(map(str, details["suggestions"]))
        parts.append(gettext("These are free: %(names)s.", names=free))
    return " ".join(parts)
