"""Checking what came in against a contract's schema; one place for API and pages."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from contracts.errors import InvalidInput
from contracts.wire import Wire
from servicekit.envelope import schema_of

_KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_LIBRARY = {"Unknown field.": "field.unknown", "Missing data for required field.": "field.required"}


def load(kind: type[Wire], data: Mapping[str, Any]) -> dict[str, Any]:
    """`data` (JSON types) as loaded values. Raises InvalidInput: `fields` maps names to message keys."""
    try:
        return schema_of(kind).load(dict(data))
    except ValidationError as refused:
        raise InvalidInput(fields=message_keys(refused.normalized_messages())) from None


def dump(kind: type[Wire], values: Mapping[str, Any]) -> dict[str, Any]:
    """Loaded values as JSON types."""
    return schema_of(kind).dump(values)


def message_keys(messages: Mapping[str, Any]) -> dict[str, list[str]]:
    """marshmallow's messages with a stable key for each of the library's own sentences."""
    return {str(name): [_key(text) for text in _texts(found)] for name, found in messages.items()}


def _texts(found: Any) -> list[str]:
    if isinstance(found, Mapping):
        return [text for inner in found.values() for text in _texts(inner)]
    return [text for item in found for text in _texts(item)] if isinstance(found, list) else [str(found)]


def _key(text: str) -> str:
    return text if _KEY.fullmatch(text) else _LIBRARY.get(text, "field.invalid")
