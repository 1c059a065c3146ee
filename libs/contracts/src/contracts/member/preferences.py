"""Wire shapes of what a member wishes: languages, interpreter, display, notices (R151, R152, R156)."""

from marshmallow import fields, validate

from contracts.wire import PERSONAL, Wire

LANGUAGES = ("en", "es", "hmn", "pa", "vi", "ar", "zh", "pt", "ru", "tl", "ko", "fa")
"""The twelve of the language chooser (R152), BCP 47."""

NOTICES = ("plan_mail", "newsletter")
WAYS = ("mail", "email")
TEXT_SIZES = ("1", "2", "3")


def _language() -> fields.String:
    return fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(LANGUAGES, error="field.invalid"),
        metadata=PERSONAL,
    )


class Preferences(Wire):
    """`version` 1 is that of somebody who never chose. `notices` maps a kind of notice to how it comes."""

    spoken_language = _language()
    written_language = _language()
    needs_interpreter = fields.Boolean(load_default=False, metadata=PERSONAL)
    text_size = fields.String(
        load_default="1", validate=validate.OneOf(TEXT_SIZES, error="field.invalid"), metadata=PERSONAL
    )
    grayscale = fields.Boolean(load_default=False, metadata=PERSONAL)
    notices = fields.Dict(
        keys=fields.String(validate=validate.OneOf(NOTICES)),
        values=fields.String(validate=validate.OneOf(WAYS)),
        load_default=dict,
        metadata=PERSONAL,
    )
    version = fields.Integer(load_default=1, strict=True)
