"""The box under a Provider Agreement: whoever goes on has confirmed it (R022)."""

from marshmallow import ValidationError, fields, validates_schema

from contracts.wire import Wire


class Agreeing(Wire):
    """The box stays at the gateway: what the directory takes is the version."""

    agree = fields.Boolean(
        load_default=False, load_only=True, error_messages={"invalid": "provider.agreement_needed"}
    )

    @validates_schema(skip_on_field_errors=False)
    def _agreed(self, data, **kwargs):
        if not data.get("agree"):
            raise ValidationError("provider.agreement_needed", "agree")
