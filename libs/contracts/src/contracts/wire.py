"""The base schema of every message, and what counts as personal data on the wire."""

from typing import Any

from marshmallow import RAISE, Schema

PERSONAL = {"personal": True}
"""Field metadata: the value is personal or secret, so it travels sealed (HIPAA 164.312(e))."""


class Wire(Schema):
    """A message body: unknown fields are refused, output is plain JSON types."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "field.unknown", "type": "field.invalid"}

    @classmethod
    def personal_fields(cls) -> frozenset[str]:
        """Names of the top-level fields whose values must never cross the broker in clear."""
        return frozenset(
            name for name, field in cls._declared_fields.items() if field.metadata.get("personal")
        )


class Nothing(Wire):
    """A message with no fields."""


def split(schema: type[Wire], body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Divide a dumped body into (clear, personal) by the schema's field marks."""
    hidden = schema.personal_fields()
    clear = {key: value for key, value in body.items() if key not in hidden}
    return clear, {key: value for key, value in body.items() if key in hidden}
