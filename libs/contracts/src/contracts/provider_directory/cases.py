"""Cases: what an office or a member needs somebody of the plan for (R217–R219, R224, R238).

Every "please call" of a page can leave one, with what the page knew, so that nobody starts over on the phone.
"""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.events import Event
from contracts.fields import Day, Id, Instant, Paragraphs, Text
from contracts.identity.schemas import EmailField
from contracts.procedures import ANYONE, PROVIDER_SERVICES, SIGNED_IN, SUPPORT, Procedure
from contracts.provider_directory import errors as e
from contracts.wire import PERSONAL, Wire

KINDS = (
    "association_failed",
    "locked_out",
    "lost_email",
    "missing_feature",
    "webinar_copy",
    "training",
    "other",
)
"""What a case is about: frozen keys."""

STATES = ("open", "waiting", "closed")
"""`waiting`: for an answer from who opened it."""

MOST_DAYS = 3
LARGEST_PAGE = 50
CASE_STAFF = frozenset({SUPPORT, PROVIDER_SERVICES})


def _kind(**kwargs) -> fields.String:
    return fields.String(validate=validate.OneOf(KINDS, error="field.invalid"), **kwargs)


def _state(**kwargs) -> fields.String:
    return fields.String(validate=validate.OneOf(STATES, error="field.invalid"), **kwargs)


class CaseEntry(Wire):
    """What somebody needs help with. `message` is her own words, `context` what the page knew (never a
    secret).

    Who is not signed in says how to reach her. Training needs days she would like, three at most (R219).
    """

    kind = _kind(required=True)
    message = Paragraphs(longest=2000, personal=True, load_default=None, allow_none=True)
    context = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.String(validate=validate.Length(max=400)),
        load_default=dict,
        validate=validate.Length(max=20),
        metadata=PERSONAL,
    )
    contact_name = Text(longest=100, personal=True, load_default=None, allow_none=True)
    contact_phone = Text(longest=40, personal=True, load_default=None, allow_none=True)
    contact_email = EmailField(load_default=None, allow_none=True)
    preferred_days = fields.List(Day(), load_default=list, validate=validate.Length(max=MOST_DAYS))

    @validates_schema
    def _training_has_days(self, data, **kwargs):
        if data["kind"] == "training" and not data["preferred_days"]:
            raise ValidationError("field.required", "preferred_days")


class CaseOpened(Wire):
    """`number` is what may be quoted on the telephone."""

    case_id = Id(required=True)
    number = fields.Integer(required=True)


class CaseSearch(Wire):
    """Which cases; those that wait longest first. `after` is the `next` of the page before."""

    state = _state(load_default="open")
    kind = _kind(load_default=None, allow_none=True)
    number = fields.Integer(strict=True, load_default=None, allow_none=True)
    mine = fields.Boolean(load_default=False)
    after = fields.Integer(strict=True, load_default=None, allow_none=True)
    limit = fields.Integer(load_default=20, strict=True, validate=validate.Range(1, LARGEST_PAGE))


class CaseShort(CaseOpened):
    """One line of the queue. `assigned_to` is a staff account; `scheduled_on` the day of a training."""

    kind = _kind(required=True)
    state = _state(required=True)
    version = fields.Integer(required=True)
    account_id = Id(required=True, allow_none=True)
    billing_provider_id = Id(required=True, allow_none=True)
    assigned_to = Id(required=True, allow_none=True)
    opened_at = Instant(required=True)
    changed_at = Instant(required=True)
    preferred_days = fields.List(Day(), required=True)
    scheduled_on = Day(required=True, allow_none=True)


class CasesFound(Wire):
    """One page of the queue; `next` is null at its end."""

    cases = fields.List(fields.Nested(CaseShort), required=True, metadata=PERSONAL)
    next = fields.Integer(required=True, allow_none=True)


class CaseRef(Wire):
    """Which case."""

    case_id = Id(required=True)


class CaseNote(Wire):
    """What somebody of the plan wrote down."""

    text = Paragraphs(longest=2000, personal=True, required=True)
    by_account_id = Id(required=True)
    at = Instant(required=True)


class Case(CaseShort):
    """A case with all that is known of it; notes are the oldest first, 200 at most."""

    message = Paragraphs(longest=2000, personal=True, required=True, allow_none=True)
    context = fields.Dict(keys=fields.String(), values=fields.String(), required=True, metadata=PERSONAL)
    contact_name = Text(longest=100, personal=True, required=True, allow_none=True)
    contact_phone = Text(longest=40, personal=True, required=True, allow_none=True)
    contact_email = Text(longest=254, personal=True, required=True, allow_none=True)
    notes = fields.List(fields.Nested(CaseNote), required=True, metadata=PERSONAL)


class CaseChange(CaseRef):
    """What a specialist does to a case, as which version she saw it; the note says why.

    `take` makes it hers. `scheduled_on` is the day of a training.
    """

    version = fields.Integer(required=True, strict=True)
    note = Paragraphs(longest=2000, personal=True, required=True)
    state = _state(load_default=None, allow_none=True)
    take = fields.Boolean(load_default=False)
    scheduled_on = Day(load_default=None, allow_none=True)


class CaseTold(Wire):
    """Something about a case that its owner is written about (R219): `what` is a key of CASE_NEWS."""

    account_id = Id(required=True)
    what = fields.String(required=True)
    number = fields.Integer(required=True)
    kind = _kind(required=True)
    scheduled_on = Day(load_default=None, allow_none=True)


CASE_NEWS = ("opened", "scheduled", "closed")

create_case = Procedure(
    "provider_directory",
    "create_case",
    allow=frozenset({ANYONE, SIGNED_IN}),
    takes=CaseEntry,
    gives=CaseOpened,
    raises=(InvalidInput, RateLimited),
    command=True,
)
search_cases = Procedure(
    "provider_directory",
    "search_cases",
    allow=CASE_STAFF,
    takes=CaseSearch,
    gives=CasesFound,
)
get_case = Procedure(
    "provider_directory", "get_case", allow=CASE_STAFF, takes=CaseRef, gives=Case, raises=(NotFound,)
)
change_case = Procedure(
    "provider_directory",
    "change_case",
    allow=CASE_STAFF,
    takes=CaseChange,
    gives=Case,
    raises=(InvalidInput, NotFound, e.CaseChanged),
    command=True,
)
case_changed = Event("provider_directory", "case_changed", CaseTold)
"""A case was opened or closed, or its training has a day."""
