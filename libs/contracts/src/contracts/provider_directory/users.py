"""Wire shapes of Manage Users: who has access to the Provider ID of the viewer's context, and what they may
do (R038, R039, R048–R055, R184–R187)."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.errors import Forbidden, NotFound
from contracts.events import Event
from contracts.fields import Id, Instant, Text
from contracts.procedures import PROVIDER, SUPPORT, Procedure
from contracts.provider_directory import access
from contracts.provider_directory import errors as e
from contracts.provider_directory.access import ROLES, one_of, page_limit
from contracts.wire import PERSONAL, Wire

STATUSES = ("invited", "active", "locked", "suspended", "revoked")
"""R051; `suspended`: the Provider ID is not in force for now."""

INVITATION_STATES = ("staged", "sent", "accepted", "expired", "cancelled", "bounced", "failed")
ORDERS = ("name", "email", "role", "status")
DIRECTIONS = ("up", "down")
NEWS = ("made_administrator", "made_user", "permissions_changed", "access_revoked", "access_restored")
"""What somebody is written about (R052, R053)."""


class UserSearch(Wire):
    """The table's filter, order and page (R048). `text` is part of a name or an address, without case and
    accents. `after` is the `next` of the page before."""

    text = Text(longest=100, personal=True, load_default=None, allow_none=True)
    role = one_of(ROLES, load_default=None, allow_none=True)
    status = one_of(STATUSES, load_default=None, allow_none=True)
    order = one_of(ORDERS, load_default="name")
    direction = one_of(DIRECTIONS, load_default="up")
    after = Text(longest=1500, personal=True, load_default=None, allow_none=True)
    limit = page_limit()


class OfficeUser(access.OfficePerson):
    """One row: somebody with access, or an invitation that waits (then `link_id` is null and `invitation_id`
    is set). `actions` are those that the viewer may take now. `version` goes back with a change.
    """

    link_id = Id(required=True, allow_none=True)
    invitation_id = Id(required=True, allow_none=True)
    invitation_state = one_of(INVITATION_STATES, required=True, allow_none=True)
    expires_at = Instant(required=True, allow_none=True)
    role = one_of(ROLES, required=True)
    status = one_of(STATUSES, required=True)
    version = fields.Integer(required=True)
    own = fields.Boolean(required=True)
    features = fields.List(fields.String(), required=True)
    grants = access.grants(required=True)
    actions = fields.List(
        fields.String(
            validate=validate.OneOf(
                (
                    "edit",
                    "make_administrator",
                    "remove_administrator",
                    "revoke",
                    "restore",
                    "resend",
                    "cancel",
                )
            )
        ),
        required=True,
    )


class OfficeUsers(Wire):
    """One page of the table; `next` is null at its end."""

    users = fields.List(fields.Nested(OfficeUser), required=True, metadata=PERSONAL)
    next = Text(longest=1500, personal=True, required=True, allow_none=True)


class UserRef(Wire):
    """Whose link; of another Provider ID it is not there (R054)."""

    link_id = Id(required=True)


class OfficeUserDetail(Wire):
    """One person with what may be chosen for her: the practitioners and sites of the Provider ID (R050)."""

    user = fields.Nested(OfficeUser, required=True, metadata=PERSONAL)
    practitioners = access.NAMED
    sites = access.NAMED


class AccessWanted(UserRef):
    """Role and permissions as they shall be, and the version that was seen. What is left out stays (R050)."""

    version = fields.Integer(required=True, strict=True)
    role = one_of(ROLES, load_default=None, allow_none=True)
    grants = access.grants(load_default=None, allow_none=True)

    @validates_schema
    def _says_something(self, data, **kwargs):
        if data.get("role") is None and data.get("grants") is None:
            raise ValidationError("field.required", "role")
        if data.get("role") == access.ADMINISTRATOR and data.get("grants"):
            raise ValidationError("field.invalid", "grants")


class AccessAction(UserRef):
    """End or begin somebody's access, and why: kept for administrators and the plan's support, never told to
    the person (R184)."""

    reason = Text(longest=500, personal=True, load_default=None, allow_none=True)


class ChangesOf(UserRef):
    """A stretch of the changes of somebody's access: those before `before` (a change_id), the newest
    first."""

    before = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1))
    limit = page_limit()


class ComparedChange(access.AccessChange):
    """A change with the permissions that it gave and took (R187), and with what the administrator who made it
    typed: for administrators and the plan's support alone."""

    added = access.grants(required=True)
    removed = access.grants(required=True)
    reason = Text(longest=500, required=True, allow_none=True, personal=True)


class ComparedChanges(Wire):
    """One page; `next` is null at the end. `practitioners` and `sites` are those to which permissions in them
    are narrowed."""

    changes = fields.List(fields.Nested(ComparedChange), required=True, metadata=PERSONAL)
    practitioners = access.NAMED
    sites = access.NAMED
    next = fields.Integer(required=True, allow_none=True)


class AccessNotice(Wire):
    """Whom to write to about a change of somebody's access: the person herself (`own`), or another
    administrator of the office."""

    account_id = Id(required=True)
    what = one_of(NEWS, required=True)
    own = fields.Boolean(required=True)
    person = Text(required=True, personal=True)
    office = Text(required=True, personal=True)


OFFICE = frozenset({PROVIDER})

list_users = Procedure(
    "provider_directory",
    "list_users",
    allow=OFFICE,
    takes=UserSearch,
    gives=OfficeUsers,
    raises=(Forbidden, e.AgreementNeeded),
)
get_user = Procedure(
    "provider_directory",
    "get_user",
    allow=OFFICE,
    takes=UserRef,
    gives=OfficeUserDetail,
    raises=(Forbidden, e.AgreementNeeded, NotFound),
)
change_access = Procedure(
    "provider_directory",
    "change_access",
    allow=OFFICE,
    takes=AccessWanted,
    gives=OfficeUser,
    raises=(Forbidden, e.AgreementNeeded, NotFound, e.AccessChanged, e.LastAdministrator),
    command=True,
)
revoke_access = Procedure(
    "provider_directory",
    "revoke_access",
    allow=OFFICE,
    takes=AccessAction,
    gives=OfficeUser,
    raises=(Forbidden, e.AgreementNeeded, NotFound, e.OwnAccess, e.LastAdministrator),
    command=True,
)
restore_access = Procedure(
    "provider_directory",
    "restore_access",
    allow=OFFICE,
    takes=AccessAction,
    gives=OfficeUser,
    raises=(Forbidden, e.AgreementNeeded, NotFound),
    command=True,
)
list_access_changes = Procedure(
    "provider_directory",
    "list_access_changes",
    allow=frozenset({PROVIDER, SUPPORT}),
    takes=ChangesOf,
    gives=ComparedChanges,
    raises=(Forbidden, e.AgreementNeeded, NotFound),
)
access_notice_due = Event("provider_directory", "access_notice_due", AccessNotice)
"""Somebody is to be written to about a change of access, one event for each."""
