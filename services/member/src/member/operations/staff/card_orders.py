"""Card orders that staff make and cancel (R111, R225, R226)."""

from typing import Any
from uuid import UUID

from member.operations import cards
from member.operations.staff.acting import for_member
from member.repository import card_desk
from servicekit.work import Work

PURPOSE = "member.card_order_reason"


def create_card_order_for_member(
    work: Work,
    member_key: UUID,
    contact_point_id: UUID,
    reason: str,
    reason_text: str | None,
    address_confirmed: bool,
) -> dict[str, Any]:
    """Order a card for her, by the rules that hold for her, too.

    Raises NotFound, NotCovered, CardOrderOpen, CardAddressReturned.
    """
    return cards.create_card_order(
        for_member(work, member_key),
        contact_point_id,
        address_confirmed,
        reason=reason,
        reason_sealed=work.sealer.seal(PURPOSE, reason_text.encode()) if reason_text else None,
        by_staff=True,
    )


def cancel_card_order_for_member(work: Work, order_id: UUID, reason_text: str) -> None:
    """Cancel an order that is not printed. Raises NotFound, CardOrderPrinted."""
    with work.transaction() as tx:
        order = card_desk.one(tx.session, work.viewer, order_id)
        cards.end_order(work, order)
        order.reason_sealed = work.sealer.seal(PURPOSE, reason_text.encode())
        tx.answer({})
