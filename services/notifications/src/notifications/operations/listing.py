"""The delivery log as support reads it."""

from typing import Any
from uuid import UUID

from notifications import repository
from servicekit.work import Work


def list_deliveries(work: Work, account_id: UUID) -> dict[str, Any]:
    """`contracts.notifications.schemas.Deliveries`: the newest 50 of an account (R079). Raises Forbidden."""
    with work.reading() as session:
        found = repository.for_account(session, work.viewer, account_id)
        return {"deliveries": [_shown(delivery) for delivery in found]}


def _shown(delivery: Any) -> dict[str, Any]:
    names = ["template", "state", "created_at", "changed_at", "attempts", "next_try_at", "failure"]
    return {"delivery_id": delivery.id} | {name: getattr(delivery, name) for name in names}
