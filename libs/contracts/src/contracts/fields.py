"""Wire fields with a Portico meaning. Validation messages are stable keys, never sentences:
the gateway turns a key into words in the reader's language."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import ValidationError, fields, validate

from contracts.wire import PERSONAL

MESSAGES = {
    "required": "field.required",
    "null": "field.required",
    "invalid": "field.invalid",
    "invalid_utf8": "field.invalid",
    "invalid_uuid": "field.invalid",
    "validator_failed": "field.invalid",
}

# C0/C1 controls, bidi overrides and zero-width joiners hide what a person or a log reader sees.
_HIDDEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def _with_messages(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {**kwargs, "error_messages": {**MESSAGES, **kwargs.get("error_messages", {})}}


class Text(fields.String):
    """One line of trimmed text, 1 to `longest` characters."""

    allowed = ""
    """Of the hidden characters."""

    def __init__(self, *, longest: int = 200, shortest: int = 1, personal: bool = False, **kwargs: Any):
        if personal:
            kwargs["metadata"] = {**kwargs.get("metadata", {}), **PERSONAL}
        if "validate" not in kwargs:
            kwargs["validate"] = []
        checks = kwargs["validate"] if isinstance(kwargs["validate"], list) else [kwargs["validate"]]
        if shortest:
            checks = [
                validate.Length(min=shortest, error="field.required" if shortest == 1 else "field.too_short"),
                *checks,
            ]
        kwargs["validate"] = [*checks, validate.Length(max=longest, error="field.too_long"), self._no_hidden]
        super().__init__(**_with_messages(kwargs))

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).strip()

    def _no_hidden(self, value: str) -> None:
        if set(_HIDDEN.findall(value)) - set(self.allowed):
            raise ValidationError("field.control_characters")


class Paragraphs(Text):
    """Trimmed text of several lines. Each ends with a line feed, however a browser or a system ends them, and
    a tab is a space: both come along when text is pasted."""

    allowed = "\n"

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


class Secret(fields.String):
    """A password, code or token exactly as typed: never trimmed, always sealed on the wire."""

    def __init__(self, *, longest: int = 1024, **kwargs: Any):
        kwargs["metadata"] = {**kwargs.get("metadata", {}), **PERSONAL, "secret": True}
        kwargs["validate"] = [
            validate.Length(min=1, error="field.required"),
            validate.Length(max=longest, error="field.too_long"),
        ]
        super().__init__(**_with_messages(kwargs))


class Id(fields.UUID):
    """An opaque identifier. Loads to `uuid.UUID`, dumps to its 36-character text."""

    def __init__(self, **kwargs: Any):
        super().__init__(**_with_messages(kwargs))


class Day(fields.Date):
    """A calendar day, ISO 8601 (`2026-10-01`), in the plan's time zone."""

    def __init__(self, *, personal: bool = False, **kwargs: Any):
        if personal:
            kwargs["metadata"] = {**kwargs.get("metadata", {}), **PERSONAL}
        kwargs["error_messages"] = {"invalid": "field.invalid_date", "format": "field.invalid_date"}
        super().__init__(**_with_messages(kwargs))


class Instant(fields.Field):
    """A moment: aware UTC, RFC 3339 with a trailing Z. Naive values are refused both ways."""

    def __init__(self, **kwargs: Any):
        super().__init__(**_with_messages(kwargs))

    def _serialize(self, value: datetime | None, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{attr}: an instant needs a time zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValidationError("field.invalid") from None
        if moment.tzinfo is None:
            raise ValidationError("field.invalid")
        return moment.astimezone(UTC)


class Money(fields.Field):
    """US dollars as an exact decimal string with two places (`"12.50"`); floats are refused."""

    def __init__(self, **kwargs: Any):
        super().__init__(**_with_messages(kwargs))

    def _serialize(self, value: Decimal | None, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Decimal) or value != value.quantize(Decimal("0.01")):
            raise ValueError(f"{attr}: money is a Decimal of whole cents")
        return str(value.quantize(Decimal("0.01")))

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,12}(\.\d{1,2})?", value):
            raise ValidationError("field.invalid")
        try:
            return Decimal(value).quantize(Decimal("0.01"))
        except InvalidOperation:
            raise ValidationError("field.invalid") from None


def not_future(value: date) -> None:
    """Refuse a day after tomorrow's UTC date (time zones differ by a day at most)."""
    if value > datetime.now(UTC).date():
        raise ValidationError("field.future_date")
