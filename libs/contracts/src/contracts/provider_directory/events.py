"""What provider_directory tells."""

from contracts.events import Event
from contracts.provider_directory.access_events import (
    access_changed,
    access_granted,
    office_scope_changed,
)
from contracts.provider_directory.association import association_confirmed
from contracts.provider_directory.cases import case_changed
from contracts.provider_directory.contexts import access_ended
from contracts.provider_directory.invitations import invitation_issued
from contracts.provider_directory.links import access_request_decided, access_requested
from contracts.provider_directory.schemas import ProviderCard
from contracts.provider_directory.users import access_notice_due

__all__ = [
    "access_changed", "access_ended", "access_granted", "access_notice_due", "access_request_decided",
    "access_requested", "association_confirmed", "case_changed", "invitation_issued", "office_scope_changed",
    "provider_changed",
]  # fmt: skip

provider_changed = Event("provider_directory", "provider_changed", ProviderCard)
"""A doctor whom members may know has another name, credential, specialty or practice."""
