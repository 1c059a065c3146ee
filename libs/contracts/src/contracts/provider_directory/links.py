"""Wire shapes of linked accounts, the provider home, own access and requests for access (R018–R037, R184)."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.errors import Forbidden, InvalidInput, NotFound
from contracts.events import Event
from contracts.fields import Id, Instant, Text
from contracts.procedures import PROVIDER, Procedure
from contracts.provider_directory import access
from contracts.provider_directory import errors as e
from contracts.provider_directory.access import GRANTABLE, Link, one_of, page_limit
from contracts.provider_directory.association import AccessRequestRef, Agreement
from contracts.wire import PERSONAL, Wire

REQUEST_STATES = ("open", "approved", "denied", "withdrawn", "expired")
DECISIONS = ("approve", "deny")


class Links(Wire):
    """Manage Linked Accounts and the ribbon (R034, R035): active ones first, each by name."""

    links = fields.List(fields.Nested(Link), required=True, metadata=PERSONAL)


class LinkRef(Wire):
    """Which of the viewer's links."""

    link_id = Id(required=True)


class AgreementVersion(Wire):
    """The version of the Provider Agreement that was read and confirmed."""

    version = Text(longest=40, required=True)


class ProviderHome(Wire):
    """Everything the home page of the active context shows, in one answer.

    `practitioner_count` is of those in scope today; `open_request_count` (administrators; else 0) stops at
    100. `agreement` is one that waits to be confirmed; before the first one is, there is nothing else (R022).
    """

    link = fields.Nested(Link, required=True, metadata=PERSONAL)
    features = fields.List(fields.String(), required=True)
    representative = fields.Nested(access.Representative, required=True, allow_none=True, metadata=PERSONAL)
    practitioner_count = fields.Integer(required=True)
    open_request_count = fields.Integer(required=True)
    agreement = fields.Nested(Agreement, required=True, allow_none=True)


class ChangesPage(Wire):
    """Which stretch of the changes: those before `before` (a change_id), the newest first."""

    before = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1))
    limit = page_limit()


class OwnAccess(Wire):
    """What I may do here, what changed, when and by whom; and who my administrators are (R184–R187).

    `features` are those I have somewhere, `grants` with their scopes, whose names are in `practitioners` and
    `sites`. `next` continues the changes, null at the end.
    """

    link = fields.Nested(Link, required=True, metadata=PERSONAL)
    features = fields.List(fields.String(), required=True)
    all_features = fields.Boolean(required=True)
    grants = access.grants(required=True)
    practitioners = access.NAMED
    sites = access.NAMED
    administrators = fields.List(fields.Nested(access.OfficeColleague), required=True, metadata=PERSONAL)
    requested = fields.List(fields.String(), required=True)
    changes = fields.List(fields.Nested(access.AccessChange), required=True, metadata=PERSONAL)
    next = fields.Integer(required=True, allow_none=True)


class PermissionRequest(Wire):
    """Something is missing: my administrator shall give it to me (R187)."""

    feature = one_of(GRANTABLE, required=True)
    message = Text(longest=500, load_default=None, allow_none=True, personal=True)


class RequestsPage(Wire):
    """Which stretch of the open requests, the oldest first: those after `after`."""

    after = Id(load_default=None, allow_none=True)
    limit = page_limit()


class AccessRequest(Wire):
    """Somebody asks for access to this Provider ID, or, with `feature`, for a permission they lack (R020)."""

    request_id = Id(required=True)
    person = fields.Nested(access.OfficePerson, required=True, metadata=PERSONAL)
    feature = one_of(GRANTABLE, required=True, allow_none=True)
    message = Text(longest=500, required=True, allow_none=True, personal=True)
    asked_at = Instant(required=True)
    reminded_at = Instant(required=True, allow_none=True)


class AccessRequests(Wire):
    """One page of the open ones; `next` is null at the end."""

    requests = fields.List(fields.Nested(AccessRequest), required=True, metadata=PERSONAL)
    next = Id(required=True, allow_none=True)


class AccessDecision(access.RoleAndGrants):
    """An administrator's answer. Denying needs a reason, which the person is told; approving a permission
    that somebody lacks adds `grants`, or the feature everywhere when there are none."""

    request_id = Id(required=True)
    decision = one_of(DECISIONS, required=True)
    reason = Text(longest=500, load_default=None, allow_none=True, personal=True)

    @validates_schema
    def _denying_has_a_reason(self, data, **kwargs):
        if data.get("decision") == "deny" and not data.get("reason"):
            raise ValidationError("field.required", "reason")


OFFICE = frozenset({PROVIDER})

list_links = Procedure("provider_directory", "list_links", allow=OFFICE, gives=Links)
end_link = Procedure(
    "provider_directory",
    "end_link",
    allow=OFFICE,
    takes=LinkRef,
    raises=(NotFound, e.LastAdministrator),
    command=True,
)
confirm_agreement = Procedure(
    "provider_directory",
    "confirm_agreement",
    allow=OFFICE,
    takes=AgreementVersion,
    raises=(Forbidden, e.AgreementChanged),
    command=True,
)
get_provider_home = Procedure(
    "provider_directory", "get_provider_home", allow=OFFICE, gives=ProviderHome, raises=(Forbidden,)
)
get_own_access = Procedure(
    "provider_directory",
    "get_own_access",
    allow=OFFICE,
    takes=ChangesPage,
    gives=OwnAccess,
    raises=(Forbidden, e.AgreementNeeded),
)
create_permission_request = Procedure(
    "provider_directory",
    "create_permission_request",
    allow=OFFICE,
    takes=PermissionRequest,
    gives=AccessRequestRef,
    raises=(Forbidden, e.AgreementNeeded, e.PermissionThere),
    command=True,
)
list_access_requests = Procedure(
    "provider_directory",
    "list_access_requests",
    allow=OFFICE,
    takes=RequestsPage,
    gives=AccessRequests,
    raises=(Forbidden, e.AgreementNeeded),
)
change_access_request = Procedure(
    "provider_directory",
    "change_access_request",
    allow=OFFICE,
    takes=AccessDecision,
    raises=(Forbidden, e.AgreementNeeded, InvalidInput, NotFound, e.RequestDecided),
    command=True,
)


class AccessRequested(Wire):
    """An administrator is to be told that somebody waits for an answer; `reminder`: still (R020)."""

    account_id = Id(required=True)
    request_id = Id(required=True)
    person = Text(required=True, personal=True)
    office = Text(required=True, personal=True)
    feature = one_of(GRANTABLE, required=True, allow_none=True)
    reminder = fields.Boolean(required=True)


class AccessRequestDecided(Wire):
    """Who asked is to be told the answer; `expired`: nobody gave one, and support knows (R020)."""

    account_id = Id(required=True)
    office = Text(required=True, personal=True)
    feature = one_of(GRANTABLE, required=True, allow_none=True)
    state = one_of(("approved", "denied", "expired"), required=True)
    reason = Text(longest=500, required=True, allow_none=True, personal=True)


access_requested = Event("provider_directory", "access_requested", AccessRequested)
access_request_decided = Event("provider_directory", "access_request_decided", AccessRequestDecided)
