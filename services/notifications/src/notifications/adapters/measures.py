"""Prometheus metrics of the delivery log; labels are template keys and states, never a person."""

from prometheus_client import Counter, Gauge

SETTLED = Counter("portico_deliveries_total", "Attempts and expiries by what followed", ["template", "state"])
PENDING = Gauge("portico_deliveries_pending", "Letters that wait or are being sent")
OLDEST = Gauge("portico_deliveries_oldest_seconds", "Age of the oldest of them")


def settled(template: str, state: str) -> None:
    """Count what became of a letter."""
    SETTLED.labels(template, state).inc()


def backlog(count: int, oldest_seconds: float) -> None:
    """Show the backlog."""
    PENDING.set(count)
    OLDEST.set(oldest_seconds)
