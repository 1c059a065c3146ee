"""Telling who asked for a letter that it will never arrive."""

from contracts.notifications.events import letter_failed
from notifications.models import Delivery
from notifications.rules.states import State
from servicekit.work import Tx


def tell_if_failed(tx: Tx, delivery: Delivery) -> None:
    """Told in the transaction that settles the letter, where somebody wants to know."""
    if delivery.about_id is not None and delivery.state == State.FAILED:
        tx.tell(
            letter_failed,
            about=delivery.about_id,
            about_id=delivery.about_id,
            template=delivery.template,
            queued_at=delivery.created_at,
        )
