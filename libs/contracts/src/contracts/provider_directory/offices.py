"""Wire shapes of the plan's side of offices: look-up, access to put right, welcome letters (R187, R224,
R231).

Every act has a reason and leaves a row that is never changed.
"""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.errors import Forbidden, InvalidInput, NotFound
from contracts.fields import Day, Id, Instant, Text
from contracts.procedures import PROVIDER, PROVIDER_SERVICES, SUPPORT, Procedure
from contracts.provider_directory import access
from contracts.provider_directory import errors as e
from contracts.provider_directory.access import KINDS, one_of
from contracts.provider_directory.cases import CaseShort
from contracts.provider_directory.users import OfficeUser
from contracts.wire import PERSONAL, Wire

MOST_FOUND = 20


def _reason() -> Text:
    return Text(longest=500, personal=True, required=True)


def _criterion(longest: int = 200) -> Text:
    return Text(longest=longest, personal=True, load_default=None, allow_none=True)


class OfficeSearch(Wire):
    """Find a Provider ID: by its number, its Tax ID, the beginning of its name, or by whose account has a
    link (R224). One of them; `representative_id` alone lists an assigned representative's offices."""

    number = _criterion(40)
    tax_id = Text(
        longest=20, personal=True, load_default=None, allow_none=True,
        validate=validate.Regexp(r"\d{2}-?\d{7}\Z", error="field.invalid_tax_id"),
    )  # fmt: skip
    name = Text(longest=200, shortest=3, personal=True, load_default=None, allow_none=True)
    account_id = Id(load_default=None, allow_none=True)
    representative_id = Id(load_default=None, allow_none=True)
    after = Id(load_default=None, allow_none=True)

    @validates_schema
    def _asks_one_thing(self, data, **kwargs):
        asked = ("number", "tax_id", "name", "account_id", "representative_id")
        if sum(data.get(name) is not None for name in asked) != 1:
            raise ValidationError("field.required", "number")


class OfficeShort(Wire):
    """One Provider ID of a list."""

    billing_provider_id = Id(required=True)
    number = Text(personal=True, required=True)
    name = Text(personal=True, required=True)
    kind = one_of(KINDS, required=True)
    ended_on = Day(required=True, allow_none=True)


class OfficesFound(Wire):
    """Twenty at most, by name; `next` is null at the end."""

    offices = fields.List(fields.Nested(OfficeShort), required=True, metadata=PERSONAL)
    next = Id(required=True, allow_none=True)


class OfficeAct(Wire):
    """Which Provider ID, and why somebody of the plan looks at it or acts on it."""

    billing_provider_id = Id(required=True)
    reason = _reason()


class OfficeLook(OfficeAct):
    """Which Provider ID, and whom of it: a page of its people by name, from behind `after` (the `next` of the
    page before), or with `link_id` that person alone."""

    link_id = Id(load_default=None, allow_none=True)
    after = Text(longest=1500, personal=True, load_default=None, allow_none=True)
    limit = access.page_limit()


class PersonOfOffice(OfficeUser):
    """A row as staff see it. `account_id` is null for an invitation that waits."""

    account_id = Id(required=True, allow_none=True)


class Office(OfficeShort):
    """A Provider ID as staff see it, with people of it and cases that are not closed.

    `next` continues the people, null at the end; `practitioners` and `sites` are those to which their
    permissions are narrowed. `administrators` are all active ones, the id is that of the link.
    """

    tax_id = Text(personal=True, required=True)
    registered_on = Day(required=True)
    representative_id = Id(required=True, allow_none=True)
    representative = fields.Nested(access.Representative, required=True, allow_none=True)
    users = fields.List(fields.Nested(PersonOfOffice), required=True, metadata=PERSONAL)
    next = Text(longest=1500, personal=True, required=True, allow_none=True)
    administrators = access.NAMED
    practitioners = access.NAMED
    sites = access.NAMED
    cases = fields.List(fields.Nested(CaseShort), required=True, metadata=PERSONAL)


class NewAdministrator(OfficeAct):
    """Who becomes administrator, and whose place she takes, if anybody's (R224)."""

    link_id = Id(required=True)
    instead_of_link_id = Id(load_default=None, allow_none=True)


class EarlierAccess(Wire):
    """Give somebody the access again that she had after the change of this id (R187)."""

    link_id = Id(required=True)
    change_id = fields.Integer(required=True, strict=True)
    reason = _reason()


class LetterAddress(Wire):
    """An address of a Provider ID as the letter prints it."""

    use = fields.String(required=True, validate=validate.OneOf(("remittance", "mailing", "practice")))
    name = Text(required=True)
    line1 = Text(required=True)
    line2 = Text(required=True, allow_none=True)
    city = Text(required=True)
    state = Text(required=True)
    zip_code = Text(required=True)


class LetterIssue(Wire):
    """That the letter was issued, when and by whom."""

    issued_at = Instant(required=True)
    by_account_id = Id(required=True)


class WelcomeLetter(OfficeShort):
    """What the Welcome Letter says (R026, R029, R231), remittance address first, and its latest issues.
    `first_name` and `last_name` are a practitioner's."""

    tax_id = Text(personal=True, required=True)
    registered_on = Day(required=True)
    first_name = Text(personal=True, required=True, allow_none=True)
    last_name = Text(personal=True, required=True, allow_none=True)
    addresses = fields.List(fields.Nested(LetterAddress), required=True, metadata=PERSONAL)
    representative = fields.Nested(access.Representative, required=True, allow_none=True)
    issues = fields.List(fields.Nested(LetterIssue), required=True)


DESK = frozenset({SUPPORT, PROVIDER_SERVICES})

search_billing_providers = Procedure(
    "provider_directory", "search_billing_providers", allow=DESK, takes=OfficeSearch, gives=OfficesFound
)
get_office = Procedure(
    "provider_directory",
    "get_office",
    allow=DESK,
    takes=OfficeLook,
    gives=Office,
    raises=(NotFound, InvalidInput),
)
change_administrator = Procedure(
    "provider_directory",
    "change_administrator",
    allow=frozenset({SUPPORT}),
    takes=NewAdministrator,
    gives=OfficeUser,
    raises=(NotFound, InvalidInput),
    command=True,
)
change_access_for_staff = Procedure(
    "provider_directory",
    "change_access_for_staff",
    allow=frozenset({SUPPORT}),
    takes=EarlierAccess,
    gives=OfficeUser,
    raises=(NotFound, e.LastAdministrator),
    command=True,
)
get_welcome_letter = Procedure(
    "provider_directory",
    "get_welcome_letter",
    allow=DESK,
    takes=OfficeAct,
    gives=WelcomeLetter,
    raises=(NotFound,),
)
record_letter_issued = Procedure(
    "provider_directory",
    "record_letter_issued",
    allow=DESK,
    takes=OfficeAct,
    gives=LetterIssue,
    raises=(NotFound,),
    command=True,
)
get_representative = Procedure(
    "provider_directory",
    "get_representative",
    allow=frozenset({PROVIDER}),
    gives=access.Representative,
    raises=(Forbidden, e.AgreementNeeded, NotFound),
)
"""The viewer's office's own (R220). NotFound while it has none."""
