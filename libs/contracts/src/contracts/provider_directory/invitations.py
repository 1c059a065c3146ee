"""Wire shapes of invitations: Invite New User, Add to List, Send Invitation (R040–R047)."""

from marshmallow import fields, validate

from contracts.errors import Forbidden, NotFound, RateLimited
from contracts.events import Event
from contracts.fields import Id, Instant, Secret, Text
from contracts.procedures import ANYONE, PROVIDER, Procedure
from contracts.provider_directory import access
from contracts.provider_directory import errors as e
from contracts.provider_directory.access import ROLES, one_of, page_limit
from contracts.provider_directory.users import INVITATION_STATES
from contracts.wire import PERSONAL, Wire

MOST_PEOPLE = 10_000
OUTCOMES = ("sent", "accepted", "failed")
"""Of a row: its letter is on its way, will be soon (a long list), or the row was refused."""


def _typed() -> fields.String:
    """What a row says, as typed: a wrong value is that row's problem and not the list's (R044)."""
    return fields.String(load_default="", validate=validate.Length(max=400, error="field.too_long"))


class Invitee(access.RoleAndGrants):
    """One row of the list (R041). `zip_code` is the remittance address's, or that of any practice (R042,
    R043)."""

    first_name = _typed()
    last_name = _typed()
    email = _typed()
    zip_code = _typed()


class InvitationList(Wire):
    """Send Invitation: the whole list at once (R045)."""

    people = fields.List(
        fields.Nested(Invitee),
        required=True,
        validate=validate.Length(min=1, max=MOST_PEOPLE, error="field.required"),
        metadata=PERSONAL,
    )


class RowOutcome(Wire):
    """What became of the row of this place in the list. `problems` maps a field to a message key; a ZIP code
    that doesn't fit has `zip.hint_remit_then_practice`."""

    outcome = one_of(OUTCOMES, required=True)
    invitation_id = Id(required=True)
    problems = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class InvitationBatch(Wire):
    """A list as it stands: `total` rows, of which `failed` were refused, `sent` have their letter on its way,
    and the others wait for theirs. `finished_at` is set when none waits."""

    batch_id = Id(required=True)
    created_at = Instant(required=True)
    finished_at = Instant(required=True, allow_none=True)
    total = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    sent = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)


class BatchCreated(InvitationBatch):
    """The list with the outcome of each row, in the order in which they were given."""

    outcomes = fields.List(fields.Nested(RowOutcome), required=True)


class BatchesPage(Wire):
    """The viewer's office's lists, the newest first; `after` is the `next` of the page before."""

    after = Id(load_default=None, allow_none=True)
    limit = page_limit()


class InvitationBatches(Wire):
    """One page; `next` is null at the end."""

    batches = fields.List(fields.Nested(InvitationBatch), required=True)
    next = Id(required=True, allow_none=True)


class BatchRef(Wire):
    """Which list, and which stretch of its rows; `failed_only` leaves out those that were sent (R046)."""

    batch_id = Id(required=True)
    failed_only = fields.Boolean(load_default=False)
    after = fields.Integer(load_default=None, allow_none=True, strict=True)
    limit = page_limit()


class Invitation(access.OfficePerson):
    """One row of a list, kept with its outcome. `row` is its place, from 0."""

    invitation_id = Id(required=True)
    row = fields.Integer(required=True)
    role = one_of(ROLES, required=True)
    state = one_of(INVITATION_STATES, required=True)
    problems = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    sent_at = Instant(required=True, allow_none=True)
    expires_at = Instant(required=True, allow_none=True)
    first_name = fields.String(required=True, metadata=PERSONAL)
    last_name = fields.String(required=True, metadata=PERSONAL)
    email = fields.String(required=True, metadata=PERSONAL)


class BatchWithRows(InvitationBatch):
    """A list and one page of its rows; `next` is null at the end."""

    invitations = fields.List(fields.Nested(Invitation), required=True, metadata=PERSONAL)
    next = fields.Integer(required=True, allow_none=True)


class InvitationRef(Wire):
    """Which invitation of the viewer's office."""

    invitation_id = Id(required=True)


class InvitationToken(Wire):
    """What the letter's link carries."""

    token = Secret(longest=200, required=True)


class InvitationFound(Wire):
    """What the page behind the link shows. Of a token that opens nothing only `open` (false) is told: never
    whether it was used, expired, cancelled or is none (R047)."""

    open = fields.Boolean(required=True)
    office = Text(required=True, allow_none=True, personal=True)
    role = one_of(ROLES, required=True, allow_none=True)
    first_name = Text(required=True, allow_none=True, personal=True)
    email = Text(longest=254, required=True, allow_none=True, personal=True)
    expires_at = Instant(required=True, allow_none=True)


class InvitationIssued(Wire):
    """A letter with a token is due. The token stands in no table but in this sealed event; an older one is
    dead."""

    invitation_id = Id(required=True)
    to = Text(longest=254, required=True, personal=True)
    first_name = Text(required=True, personal=True)
    office = Text(required=True, personal=True)
    token = Secret(longest=200, required=True)
    expires_at = Instant(required=True)


OFFICE = frozenset({PROVIDER})

create_invitations = Procedure(
    "provider_directory",
    "create_invitations",
    allow=OFFICE,
    takes=InvitationList,
    gives=BatchCreated,
    raises=(Forbidden, e.AgreementNeeded, NotFound, RateLimited),
    command=True,
    deadline=20.0,  # ten thousand rows
)
list_invitation_batches = Procedure(
    "provider_directory",
    "list_invitation_batches",
    allow=OFFICE,
    takes=BatchesPage,
    gives=InvitationBatches,
    raises=(Forbidden, e.AgreementNeeded),
)
get_invitation_batch = Procedure(
    "provider_directory",
    "get_invitation_batch",
    allow=OFFICE,
    takes=BatchRef,
    gives=BatchWithRows,
    raises=(Forbidden, e.AgreementNeeded, NotFound),
)
resend_invitation = Procedure(
    "provider_directory",
    "resend_invitation",
    allow=OFFICE,
    takes=InvitationRef,
    raises=(Forbidden, e.AgreementNeeded, NotFound, RateLimited, e.InvitationSettled),
    command=True,
)
cancel_invitation = Procedure(
    "provider_directory",
    "cancel_invitation",
    allow=OFFICE,
    takes=InvitationRef,
    raises=(Forbidden, e.AgreementNeeded, NotFound, e.InvitationSettled),
    command=True,
)
find_invitation = Procedure(
    "provider_directory",
    "find_invitation",
    allow=frozenset({ANYONE}),
    takes=InvitationToken,
    gives=InvitationFound,
)
confirm_invitation = Procedure(
    "provider_directory",
    "confirm_invitation",
    allow=OFFICE,
    takes=InvitationToken,
    gives=access.Link,
    raises=(e.InvitationNotOpen, e.ProviderAlreadyLinked),
    command=True,
)
invitation_issued = Event("provider_directory", "invitation_issued", InvitationIssued)
