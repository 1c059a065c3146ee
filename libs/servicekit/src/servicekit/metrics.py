"""The Prometheus metrics every process has."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("portico_requests_total", "Calls answered and events handled", ["entrypoint", "outcome"])
SECONDS = Histogram(
    "portico_request_seconds",
    "Time from start to answer",
    ["entrypoint"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
DUPLICATES = Counter("portico_duplicates_total", "Deliveries that had been handled before", ["entrypoint"])
PARKED = Counter("portico_parked_total", "Messages set aside after the last try", ["listener"])
OUTBOX_PENDING = Gauge("portico_outbox_pending", "Events told but not yet confirmed by the broker")
OUTBOX_OLDEST = Gauge("portico_outbox_oldest_seconds", "Age of the oldest unconfirmed event")
REPLIES_LOST = Counter("portico_replies_lost_total", "Answers that could not be sent")
