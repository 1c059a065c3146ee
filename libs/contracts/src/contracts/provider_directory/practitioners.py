"""Practitioners by their NPI, as the public directory shows them."""

from marshmallow import ValidationError, fields, validate

from contracts.fields import Id, Text
from contracts.procedures import MEMBER, Procedure
from contracts.provider_directory.npi import is_npi
from contracts.provider_directory.schemas import Practice
from contracts.wire import PERSONAL, Wire

MOST = 50


def _npi(text: str) -> None:
    if not is_npi(text):
        raise ValidationError("field.invalid")


class PractitionersOf(Wire):
    """By these NPIs, 50 at most. The directory is public, but who asks about whom is not."""

    npis = fields.List(
        Text(longest=10, validate=_npi), required=True, validate=validate.Length(max=MOST), metadata=PERSONAL
    )


class Practitioner(Wire):
    """A person of the directory. `specialty` is plain words, `credential` such as MD; `practice` is null for
    who is in no line's network."""

    npi = Text(required=True)
    provider_id = Id(required=True)
    first_name = Text(required=True)
    last_name = Text(required=True)
    credential = Text(required=True, allow_none=True)
    specialty = Text(required=True, allow_none=True)
    practice = fields.Nested(Practice, required=True, allow_none=True)


class Practitioners(Wire):
    """Those that the directory has, in the order asked for; the others are absent."""

    practitioners = fields.List(fields.Nested(Practitioner), required=True, metadata=PERSONAL)


find_practitioners = Procedure(
    "provider_directory",
    "find_practitioners",
    allow=frozenset({MEMBER}),
    takes=PractitionersOf,
    gives=Practitioners,
)
