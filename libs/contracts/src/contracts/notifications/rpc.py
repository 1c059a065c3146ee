"""What notifications answers."""

from contracts.notifications import schemas as s
from contracts.procedures import SUPPORT, Procedure

list_deliveries = Procedure(
    "notifications",
    "list_deliveries",
    allow=frozenset({SUPPORT}),
    takes=s.DeliverySearch,
    gives=s.Deliveries,
)
