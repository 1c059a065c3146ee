"""Wire shapes of the mailroom's queue of ID cards, and of orders that staff make (R111, R225, R226)."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.fields import Id, Instant
from contracts.member.cards import ORDER_STATES, IdCard
from contracts.member.staff import MemberRef, reason_text
from contracts.wire import PERSONAL, Wire

ORDER_REASONS = (
    "member_request", "lost", "damaged", "not_received", "returned", "data_changed", "new_member",
)  # fmt: skip
"""Why a card is ordered. What a member orders herself is `member_request`."""

RETURN_REASONS = ("moved", "no_such_address", "unclaimed", "refused", "deceased", "other")
"""What the post says of mail that came back."""

LARGEST_BATCH = 100


class StaffCardOrderWanted(MemberRef):
    """Order a card for her. `address_confirmed`: she said that an address from which mail came back is right
    (without it such an address is refused with CardAddressReturned)."""

    contact_point_id = Id(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(ORDER_REASONS, error="field.invalid"))
    reason_text = reason_text(load_default=None, allow_none=True)
    address_confirmed = fields.Boolean(load_default=False)


class CardOrderEnd(Wire):
    """Cancel an order that is not printed, and why."""

    order_id = Id(required=True)
    reason_text = reason_text(required=True)


class CardOrderSearch(Wire):
    """The queue of a state, the oldest first; or the one order of a `number`, whatever its state. `after` is
    the last page's `next`."""

    state = fields.String(
        load_default="ordered", validate=validate.OneOf(ORDER_STATES, error="field.invalid")
    )
    number = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 2**53))
    after = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 2**53))


class QueuedOrder(Wire):
    """An order as the queue shows it: nothing of the member's. `number` stands on its letter."""

    order_id = Id(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(ORDER_STATES))
    reason = fields.String(required=True)
    by_staff = fields.Boolean(required=True)
    batch_id = Id(required=True, allow_none=True)
    ordered_at = Instant(required=True)
    printed_at = Instant(required=True, allow_none=True)
    mailed_at = Instant(required=True, allow_none=True)
    settled_at = Instant(required=True, allow_none=True)
    returned_because = fields.String(required=True, allow_none=True)


class CardQueue(Wire):
    """A page of 50; `next` is null at the end."""

    orders = fields.List(fields.Nested(QueuedOrder), required=True)
    next = fields.Integer(required=True, allow_none=True)


class CardsToPrint(Wire):
    """Which: these orders, or the next so many of the queue. Exactly one of both."""

    order_ids = fields.List(
        Id(), load_default=None, allow_none=True, validate=validate.Length(min=1, max=LARGEST_BATCH)
    )
    next = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST_BATCH))

    @validates_schema
    def _one_of_both(self, data, **kwargs):
        if (data.get("order_ids") is None) == (data.get("next") is None):
            raise ValidationError({"next": ["field.invalid"]})


class PrintedOrder(Wire):
    """What goes into one envelope: a card of each line that covers her today, and where it is sent.

    `cards` is empty when nothing covers her any more: nothing is printed for this order.
    """

    order_id = Id(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(ORDER_STATES))
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    address = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    cards = fields.List(fields.Nested(IdCard), required=True)


class CardBatch(Wire):
    """What the batch's one document shows, by order number. `left_out` are orders asked for that another
    person has printed or that are not there; `cancelled` those that nothing covers any more."""

    batch_id = Id(required=True)
    printed_at = Instant(required=True)
    orders = fields.List(fields.Nested(PrintedOrder), required=True, metadata=PERSONAL)
    left_out = fields.List(Id(), load_default=list)
    cancelled = fields.List(Id(), load_default=list)


class CardBatchRef(Wire):
    """Which batch."""

    batch_id = Id(required=True)


class CardOrderRefs(Wire):
    """Which orders."""

    order_ids = fields.List(Id(), required=True, validate=validate.Length(min=1, max=LARGEST_BATCH))


class CardOrdersMoved(Wire):
    """`moved` are the orders that were mailed now; `left_out` those that are not printed, or not there."""

    moved = fields.List(Id(), required=True)
    left_out = fields.List(Id(), required=True)


class CardReturned(Wire):
    """The post brought a card back: the address is marked until somebody confirms or changes it."""

    order_id = Id(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(RETURN_REASONS, error="field.invalid"))
