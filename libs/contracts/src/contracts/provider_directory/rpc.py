"""What provider_directory answers."""

from contracts.errors import InvalidInput, NotFound
from contracts.procedures import SUPPORT, Procedure, by_service
from contracts.provider_directory import errors as e
from contracts.provider_directory import schemas as s
from contracts.provider_directory.association import create_access_request as create_access_request
from contracts.provider_directory.association import create_link as create_link
from contracts.provider_directory.association import match_billing_provider as match_billing_provider
from contracts.provider_directory.association import unlock_association as unlock_association
from contracts.provider_directory.cases import change_case as change_case
from contracts.provider_directory.cases import create_case as create_case
from contracts.provider_directory.cases import get_case as get_case
from contracts.provider_directory.cases import search_cases as search_cases
from contracts.provider_directory.contexts import find_context as find_context
from contracts.provider_directory.invitations import cancel_invitation as cancel_invitation
from contracts.provider_directory.invitations import confirm_invitation as confirm_invitation
from contracts.provider_directory.invitations import create_invitations as create_invitations
from contracts.provider_directory.invitations import find_invitation as find_invitation
from contracts.provider_directory.invitations import get_invitation_batch as get_invitation_batch
from contracts.provider_directory.invitations import list_invitation_batches as list_invitation_batches
from contracts.provider_directory.invitations import resend_invitation as resend_invitation
from contracts.provider_directory.links import change_access_request as change_access_request
from contracts.provider_directory.links import confirm_agreement as confirm_agreement
from contracts.provider_directory.links import create_permission_request as create_permission_request
from contracts.provider_directory.links import end_link as end_link
from contracts.provider_directory.links import get_own_access as get_own_access
from contracts.provider_directory.links import get_provider_home as get_provider_home
from contracts.provider_directory.links import list_access_requests as list_access_requests
from contracts.provider_directory.links import list_links as list_links
from contracts.provider_directory.offices import change_access_for_staff as change_access_for_staff
from contracts.provider_directory.offices import change_administrator as change_administrator
from contracts.provider_directory.offices import get_office as get_office
from contracts.provider_directory.offices import get_representative as get_representative
from contracts.provider_directory.offices import get_welcome_letter as get_welcome_letter
from contracts.provider_directory.offices import record_letter_issued as record_letter_issued
from contracts.provider_directory.offices import search_billing_providers as search_billing_providers
from contracts.provider_directory.practitioners import find_practitioners as find_practitioners
from contracts.provider_directory.users import change_access as change_access
from contracts.provider_directory.users import get_user as get_user
from contracts.provider_directory.users import list_access_changes as list_access_changes
from contracts.provider_directory.users import list_users as list_users
from contracts.provider_directory.users import restore_access as restore_access
from contracts.provider_directory.users import revoke_access as revoke_access

MEMBER_SERVICE = by_service("member")
READERS = frozenset({MEMBER_SERVICE, SUPPORT})

search_providers = Procedure(
    "provider_directory",
    "search_providers",
    allow=READERS,
    takes=s.ProviderSearch,
    gives=s.ProvidersFound,
    raises=(InvalidInput,),
)
get_providers = Procedure(
    "provider_directory",
    "get_providers",
    allow=READERS,
    takes=s.ProvidersOf,
    gives=s.Providers,
)
reserve_panel_place = Procedure(
    "provider_directory",
    "reserve_panel_place",
    allow=frozenset({MEMBER_SERVICE}),
    takes=s.PanelReservation,
    gives=s.ProviderCard,
    command=True,
    raises=(NotFound, e.ProviderUnavailable),
)
