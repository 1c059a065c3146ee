"""Who may do what for a Provider ID: words and shapes that association, links and users share (R018, R030,
R049–R051, R184–R186)."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.fields import Id, Instant, Text
from contracts.wire import PERSONAL, Wire

KINDS = ("practitioner", "group")
"""How a provider is registered: as an individual, or under the Group Payee ID (R007, R024)."""

ADMINISTRATOR, USER = "administrator", "user"
ROLES = (ADMINISTRATOR, USER)

STATES = ("active", "suspended", "revoked")
"""Of a link. Only an active one has a context."""

GRANTABLE = (
    "eligibility", "referrals", "authorizations", "claims", "change_requests", "report_rosters",
    "report_claims", "report_quality",
)  # fmt: skip
"""What a user may be given."""

MANAGE_USERS = "manage_users"
FEATURES = (*GRANTABLE, MANAGE_USERS)
"""An administrator has them all, everywhere; managing users is an administrator's alone."""

ACTORS = ("administrator", "self", "support", "system")
"""Who changed somebody's access."""

ACTIONS = (
    "linked", "unlinked", "approved", "invited", "role_changed", "grants_changed", "suspended", "revoked",
    "restored", "ended",
)  # fmt: skip
"""What was done to somebody's access: frozen keys."""

MOST_GRANTS = 200
LARGEST_PAGE = 200


def one_of(known: tuple[str, ...], **kwargs) -> fields.String:
    """One of these keys; they are no personal data."""
    return fields.String(validate=validate.OneOf(known, error="field.invalid"), **kwargs)


def page_limit(usual: int = 20) -> fields.Integer:
    """How many entries a page has."""
    return fields.Integer(load_default=usual, strict=True, validate=validate.Range(1, LARGEST_PAGE))


class Grant(Wire):
    """One permission of a user: a feature for one practitioner or all (`provider_scope` null), at one
    address or all (`site_scope` null)."""

    feature = one_of(GRANTABLE, required=True)
    provider_scope = Id(load_default=None, allow_none=True)
    site_scope = Id(load_default=None, allow_none=True)


def grants(**kwargs) -> fields.List:
    """Permissions, each once."""
    return fields.List(fields.Nested(Grant), validate=validate.Length(max=MOST_GRANTS), **kwargs)


class RoleAndGrants(Wire):
    """What somebody may do: an administrator everything; a user what is granted, or with `all_features` all
    that can be granted, everywhere. Where everything is given, grants would say nothing."""

    role = one_of(ROLES, load_default=USER)
    all_features = fields.Boolean(load_default=False)
    grants = grants(load_default=list)

    @validates_schema
    def _grants_say_something(self, data, **kwargs):
        everything = data.get("role") == ADMINISTRATOR or data.get("all_features")
        if everything and data.get("grants"):
            raise ValidationError("field.invalid", "grants")


class OfficeColleague(Wire):
    """Somebody of an office, as everybody of it sees them: whom to ask."""

    first_name = Text(required=True, personal=True)
    last_name = Text(required=True, personal=True)


class OfficePerson(OfficeColleague):
    """Somebody of an office, as its administrators see them (R055)."""

    email = Text(longest=254, required=True, personal=True)


class AccessChange(Wire):
    """One change of somebody's access (R184). `before` and `after` are `{"role", "state", "all_features",
    "grants"}`, null where there was nothing. `actor_name` is null when the plan or the system did it."""

    change_id = fields.Integer(required=True, strict=True)
    changed_at = Instant(required=True)
    actor_kind = one_of(ACTORS, required=True)
    actor_name = Text(required=True, allow_none=True, personal=True)
    action = one_of(ACTIONS, required=True)
    before = fields.Dict(required=True, allow_none=True)
    after = fields.Dict(required=True, allow_none=True)


class Link(Wire):
    """An account's tie to a Provider ID (R034). `context_id` is null unless it is active; `agreement_due`:
    the Provider Agreement in force waits to be confirmed; before the first one is, the link is good for
    nothing (R022)."""

    link_id = Id(required=True)
    context_id = Id(required=True, allow_none=True)
    billing_provider_id = Id(required=True)
    name = Text(required=True, personal=True)
    number = Text(required=True, personal=True)
    kind = one_of(KINDS, required=True)
    role = one_of(ROLES, required=True)
    state = one_of(STATES, required=True)
    linked_at = Instant(required=True)
    agreement_due = fields.Boolean(required=True)


class Named(Wire):
    """A practitioner or a site by its name, to choose from."""

    id = Id(required=True)
    name = Text(required=True)


class Representative(Wire):
    """The plan's Provider Representative for an office (R029). `phone` is E.164."""

    name = Text(required=True, personal=True)
    phone = Text(required=True, allow_none=True, personal=True)
    email = Text(longest=254, required=True, allow_none=True, personal=True)


NAMED = fields.List(fields.Nested(Named), required=True, metadata=PERSONAL)
"""Shared field: practitioners or sites."""
