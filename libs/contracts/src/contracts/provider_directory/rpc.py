"""What provider_directory answers."""

from contracts.errors import InvalidInput, NotFound
from contracts.procedures import SUPPORT, Procedure, by_service
from contracts.provider_directory import errors as e
from contracts.provider_directory import schemas as s

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
