"""The verbs: queue a letter, send what is due, list what was sent."""

from notifications.operations.listing import list_deliveries
from notifications.operations.queueing import (
    queue,
    queue_entry_ended,
    queue_noted,
    queue_recovery,
    queue_repeated,
)
from notifications.operations.resending import resend_delivery
from notifications.operations.sending import send_next
from notifications.operations.sweeping import forget_nobody, measure_backlog, settle_abandoned

__all__ = [
    "forget_nobody",
    "list_deliveries",
    "measure_backlog",
    "queue",
    "queue_entry_ended",
    "queue_noted",
    "queue_recovery",
    "queue_repeated",
    "resend_delivery",
    "send_next",
    "settle_abandoned",
]
