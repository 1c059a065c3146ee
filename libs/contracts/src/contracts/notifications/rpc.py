"""What notifications answers."""

from contracts.errors import NotFound
from contracts.notifications import schemas as s
from contracts.notifications.errors import DeliverySettled
from contracts.procedures import MEMBER_SERVICES, SUPPORT, Procedure

list_deliveries = Procedure(
    "notifications",
    "list_deliveries",
    allow=frozenset({SUPPORT, MEMBER_SERVICES}),
    takes=s.DeliverySearch,
    gives=s.Deliveries,
)
resend_delivery = Procedure(
    "notifications",
    "resend_delivery",
    allow=frozenset({SUPPORT, MEMBER_SERVICES}),
    takes=s.DeliveryRef,
    raises=(NotFound, DeliverySettled),
    command=True,
)
