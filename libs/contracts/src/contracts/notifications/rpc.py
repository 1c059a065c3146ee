"""What notifications answers."""

from contracts.notifications import schemas as s
from contracts.procedures import MEMBER_SERVICES, SUPPORT, Procedure

list_deliveries = Procedure(
    "notifications",
    "list_deliveries",
    allow=frozenset({SUPPORT, MEMBER_SERVICES}),
    takes=s.DeliverySearch,
    gives=s.Deliveries,
)
