"""The mailroom's work with ID cards (R226). Forms are JSON-typed fields as in contracts.member.card_desk;
answers are loaded values. All raise InvalidInput and the errors of the procedure."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts.member import rpc
from gateway import peers
from gateway.compositions.identity import ask


def queue(form: Mapping[str, Any]) -> dict[str, Any]:
    """Orders of a state, the oldest first, or one by its number; CardQueue."""
    return ask(rpc.list_card_orders, form)


def print_batch(form: Mapping[str, Any]) -> dict[str, Any]:
    """Take orders for one print; CardBatch. Raises CardsTaken."""
    return ask(rpc.record_cards_printed, form)


def batch(batch_id: UUID) -> dict[str, Any]:
    """A batch again, as it was printed; CardBatch. Raises NotFound."""
    return peers.call(rpc.get_card_batch, batch_id=batch_id)


def mailed(form: Mapping[str, Any]) -> dict[str, Any]:
    """The letters were handed to the post; CardOrdersMoved."""
    return ask(rpc.record_card_mailed, form)


def returned(form: Mapping[str, Any]) -> None:
    """The post brought a card back. Raises NotFound, CardOrderMoved."""
    ask(rpc.record_card_returned, form)
