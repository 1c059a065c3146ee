"""Wire shapes of contact points: addresses, telephone numbers, e-mail addresses (R137-R143)."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.fields import Id, Instant, Secret, Text
from contracts.identity.schemas import EmailField
from contracts.wire import PERSONAL, Wire

KINDS = ("address", "phone", "email")
USES = {
    "address": ("home", "mailing", "confidential", "other"),
    "phone": ("cell", "home", "work", "other"),
    "email": ("personal", "other"),
}
"""What an entry may be for, by its kind. A confidential address wins over the others for her mail (R143)."""

COUNTIES = ("Mariposa", "Merced", "Monterey", "San Benito", "Santa Cruz")
"""Where the plan covers people."""

STATES = tuple(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC "
    "ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP VI AA AE AP".split()
)
"""States and territories as mail is addressed (USPS Publication 28)."""

WARNINGS = ("contact.out_of_area", "contact.zip_other_county", "contact.zip_other_city")
"""What is worth a second look at an address that was taken all the same."""

MOST_OF_A_KIND = 10

_NEEDED = {
    "address": ("line1", "city", "state", "zip_code", "county"),
    "phone": ("number",),
    "email": ("email",),
}
_ALLOWED = {
    "address": {*_NEEDED["address"], "line2"},
    "phone": {"number", "extension", "text_consent", "preferred"},
    "email": {"email"},
}
_SAID = frozenset().union(*_ALLOWED.values())


class ContactEntry(Wire):
    """What an entry says. Which fields belong to it follows from `kind`; those of other kinds stay null.

    `county` is without the word County. `number` is a US number unless it begins with +. `text_consent`
    (text messages may be sent) is for cell phones only. One phone of a member is `preferred`.
    """

    kind = fields.String(required=True, validate=validate.OneOf(KINDS, error="field.invalid"))
    use = Text(longest=20, required=True)
    line1 = Text(longest=60, personal=True, load_default=None, allow_none=True)
    line2 = Text(longest=60, personal=True, load_default=None, allow_none=True)
    city = Text(longest=60, personal=True, load_default=None, allow_none=True)
    state = Text(
        longest=2, personal=True, load_default=None, allow_none=True,
        validate=validate.OneOf(STATES, error="field.invalid_state"),
    )  # fmt: skip
    zip_code = Text(
        longest=10, personal=True, load_default=None, allow_none=True,
        validate=validate.Regexp(r"[0-9]{5}(-[0-9]{4})?\Z", error="field.invalid_zip"),
    )  # fmt: skip
    county = Text(longest=60, personal=True, load_default=None, allow_none=True)
    number = Text(longest=40, personal=True, load_default=None, allow_none=True)
    extension = Text(
        longest=10, personal=True, load_default=None, allow_none=True,
        validate=validate.Regexp(r"[0-9]{1,10}\Z", error="field.invalid_extension"),
    )  # fmt: skip
    text_consent = fields.Boolean(load_default=False)
    preferred = fields.Boolean(load_default=False)
    email = EmailField(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def _fits_its_kind(self, data, **kwargs):
        kind = data.get("kind")
        if kind not in KINDS:
            return
        wrong = {name: ["field.unknown"] for name in _SAID - _ALLOWED[kind] if data.get(name)}
        wrong |= {name: ["field.required"] for name in _NEEDED[kind] if name in data and data[name] is None}
        if data.get("use") and data["use"] not in USES[kind]:
            wrong["use"] = ["field.invalid"]
        if data.get("text_consent") and data.get("use") != "cell":
            wrong["text_consent"] = ["field.consent_cell_only"]
        if wrong:
            raise ValidationError(wrong)


class ContactPointRef(Wire):
    """Which entry, as which version of it was seen."""

    contact_point_id = Id(required=True)
    version = fields.Integer(required=True, strict=False, validate=validate.Range(min=1))


class ChangedContactEntry(ContactPointRef, ContactEntry):
    """An entry as it shall be. Its kind stays what it was."""


class ContactPoint(Wire):
    """One entry.

    `verified` says whether a code proved an e-mail address. `needed`: the plan's mail goes there, so it can't
    be ended. `warnings` are keys of WARNINGS. `number` is E.164; `county` is without the word County.
    """

    contact_point_id = Id(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    use = fields.String(required=True)
    line1 = Text(longest=60, personal=True, load_default=None, allow_none=True)
    line2 = Text(longest=60, personal=True, load_default=None, allow_none=True)
    city = Text(longest=60, personal=True, load_default=None, allow_none=True)
    state = Text(longest=2, personal=True, load_default=None, allow_none=True)
    zip_code = Text(longest=10, personal=True, load_default=None, allow_none=True)
    county = Text(longest=60, personal=True, load_default=None, allow_none=True)
    number = Text(longest=40, personal=True, load_default=None, allow_none=True)
    extension = Text(longest=10, personal=True, load_default=None, allow_none=True)
    text_consent = fields.Boolean(required=True)
    preferred = fields.Boolean(required=True)
    email = Text(longest=254, personal=True, load_default=None, allow_none=True)
    verified = fields.Boolean(required=True)
    undeliverable = fields.Boolean(load_default=False)
    needed = fields.Boolean(required=True)
    warnings = fields.List(fields.String(validate=validate.OneOf(WARNINGS)), required=True, metadata=PERSONAL)
    changed_at = Instant(required=True)


class EmailCheckCode(Wire):
    """The code that was mailed to the address of an entry."""

    contact_point_id = Id(required=True)
    code = Secret(longest=40, required=True)


class Contact(Wire):
    """All entries of one member, by kind, the oldest of each first; 30 at most."""

    contact_points = fields.List(fields.Nested(ContactPoint), required=True, metadata=PERSONAL)
