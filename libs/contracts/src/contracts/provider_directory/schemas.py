"""Wire shapes of provider_directory."""

from marshmallow import fields, validate

from contracts.fields import Day, Id, Text
from contracts.member.events import LINES
from contracts.wire import PERSONAL, Wire

GENDERS = ("female", "male", "other", "unknown")
SEXES = ("female", "male", "unknown")
ACCEPTING = ("open", "existing", "closed")
REASONS = ("closed", "existing_only", "age", "sex", "panel_full")
"""Why a doctor can't be chosen: frozen keys, the first that holds."""

LARGEST_PAGE = 50


def _line() -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(LINES))


def _age(**kwargs) -> fields.Integer:
    return fields.Integer(
        strict=True, allow_none=True, validate=validate.Range(0, 130), metadata=PERSONAL, **kwargs
    )


def _sex(**kwargs) -> fields.String:
    return fields.String(allow_none=True, validate=validate.OneOf(SEXES), metadata=PERSONAL, **kwargs)


def _criterion(longest: int = 100) -> Text:
    return Text(load_default=None, allow_none=True, longest=longest, personal=True)


class ProviderSearch(Wire):
    """What to look for (R121–R126); every criterion may be left out, and those given all hold.

    Names and city are parts of words, without case and accents; names may be misspelt. `age` (years) and
    `sex` are the patient's, `known_provider_ids` the doctors whose patient she is: they decide who is
    available. `after` is the `next` of the page before.
    """

    first_name = _criterion()
    last_name = _criterion()
    gender = Text(load_default=None, allow_none=True, personal=True, validate=validate.OneOf(GENDERS))
    county = _criterion()
    city = _criterion()
    zip_code = Text(
        load_default=None,
        allow_none=True,
        personal=True,
        validate=validate.Regexp(r"\d{5}\Z", error="field.invalid_zip"),
    )
    line = _line()
    age = _age(load_default=None)
    sex = _sex(load_default=None)
    known_provider_ids = fields.List(
        Id(), load_default=list, validate=validate.Length(max=100), metadata=PERSONAL
    )
    pcp_only = fields.Boolean(load_default=True)
    after = Text(load_default=None, allow_none=True, longest=600, personal=True)
    limit = fields.Integer(load_default=20, strict=True, validate=validate.Range(1, LARGEST_PAGE))


class Practice(Wire):
    """Where a doctor sees patients. `phone` is E.164; `county` is null outside the plan's counties."""

    name = Text(required=True)
    line1 = Text(required=True)
    line2 = Text(required=True, allow_none=True)
    city = Text(required=True)
    state = Text(required=True)
    zip_code = Text(required=True)
    county = Text(required=True, allow_none=True)
    phone = Text(required=True, allow_none=True)
    extension = Text(required=True, allow_none=True)


class ProviderCard(Wire):
    """A doctor as she stands on a card or a list; `specialty` is plain words, `credential` such as MD.

    The directory is public, but who somebody's doctor is is not: all but the id travels sealed.
    """

    provider_id = Id(required=True)
    first_name = Text(required=True, personal=True)
    last_name = Text(required=True, personal=True)
    credential = Text(required=True, allow_none=True, personal=True)
    specialty = Text(required=True, allow_none=True, personal=True)
    practice = fields.Nested(Practice, required=True, metadata=PERSONAL)


class ProviderFound(ProviderCard):
    """A doctor for this patient: `available`, or the `reason` why not (R127).

    `languages` are BCP 47 codes.
    """

    gender = Text(required=True, validate=validate.OneOf(GENDERS))
    languages = fields.List(Text(), required=True)
    accepting = Text(required=True, validate=validate.OneOf(ACCEPTING))
    available = fields.Boolean(required=True)
    reason = Text(required=True, allow_none=True, validate=validate.OneOf(REASONS))


class ProvidersFound(Wire):
    """One page: first who matches as typed, then who nearly does; each by name. `next` is null at the end."""

    providers = fields.List(fields.Nested(ProviderFound), required=True, metadata=PERSONAL)
    next = Text(required=True, allow_none=True, longest=600, personal=True)


class ProvidersOf(Wire):
    """Which doctors, as they stand in one line of business, for which patient."""

    provider_ids = fields.List(Id(), required=True, validate=validate.Length(max=100), metadata=PERSONAL)
    line = _line()
    age = _age(load_default=None)
    sex = _sex(load_default=None)
    known_provider_ids = fields.List(
        Id(), load_default=list, validate=validate.Length(max=100), metadata=PERSONAL
    )


class Providers(Wire):
    """Those that the line has, in the order asked for; the others are absent."""

    providers = fields.List(fields.Nested(ProviderFound), required=True, metadata=PERSONAL)


class PanelReservation(Wire):
    """A place for a member in a doctor's panel, from `effective_on` on (R128–R134)."""

    provider_id = Id(required=True)
    member_key = Id(required=True)
    line = _line()
    age = _age(required=True)
    sex = _sex(required=True)
    existing_patient = fields.Boolean(required=True, metadata=PERSONAL)
    effective_on = Day(required=True)
