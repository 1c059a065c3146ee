"""Access as it stands, for services that keep their own copy of it (R037).

Each event carries everything, with a version: a copy takes the newest, whichever order they come in, and a
repeated one changes nothing.
"""

from marshmallow import fields

from contracts.events import Event
from contracts.fields import Day, Id
from contracts.provider_directory.access import ROLES, grants, one_of
from contracts.wire import Wire


class AccessStands(Wire):
    """What one account may do in one context. An administrator has every feature everywhere and no grants.

    `version` is that of the link and grows with each change.
    """

    context_id = Id(required=True)
    account_id = Id(required=True)
    billing_provider_id = Id(required=True)
    role = one_of(ROLES, required=True)
    grants = grants(required=True)
    version = fields.Integer(required=True, strict=True)


class PractitionerInScope(Wire):
    """Days on which work of a practitioner belongs to the Provider ID, both included; null is open-ended."""

    practitioner_id = Id(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True, allow_none=True)


class OfficeScope(Wire):
    """All practitioners under a Provider ID (R018, R019), those who left or will join too."""

    billing_provider_id = Id(required=True)
    practitioners = fields.List(fields.Nested(PractitionerInScope), required=True)
    version = fields.Integer(required=True, strict=True)


access_granted = Event("provider_directory", "access_granted", AccessStands)
"""Somebody may act for a Provider ID from now on: her link is active and an agreement is confirmed for it
(R022)."""

access_changed = Event("provider_directory", "access_changed", AccessStands)
"""Role or permissions in a running context are others."""

office_scope_changed = Event("provider_directory", "office_scope_changed", OfficeScope)
"""Practitioners joined or left, or the Provider ID is new."""
