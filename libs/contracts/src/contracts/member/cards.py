"""Wire shapes of ID cards and their orders (R106–R114)."""

from marshmallow import fields, validate

from contracts.fields import Day, Id, Instant
from contracts.member.coverage import LINES
from contracts.member.pcp import ComingChange, Doctor
from contracts.wire import PERSONAL, Wire

ORDER_STATES = ("ordered", "printed", "mailed", "returned", "cancelled")


class IdCard(Wire):
    """What a card of one line of business says today. `reference` is all that its code holds; the plan's name
    and telephones are the gateway's."""

    line = fields.String(required=True, validate=validate.OneOf(LINES))
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    member_id = fields.String(required=True)
    date_of_birth = Day(required=True)
    starts_on = Day(required=True)
    doctor = fields.Nested(Doctor, required=True, allow_none=True)
    reference = Id(required=True)


class CardOrder(Wire):
    """An order: Ordered, Printed, Mailed (R111). `number` is what she may quote on the telephone."""

    order_id = Id(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(ORDER_STATES))
    ordered_at = Instant(required=True)
    printed_at = Instant(required=True, allow_none=True)
    mailed_at = Instant(required=True, allow_none=True)
    expected_by = Day(required=True)
    address = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)


class MailingAddress(Wire):
    """One of her addresses that a card could go to; from an `undeliverable` one mail came back."""

    contact_point_id = Id(required=True)
    use = fields.String(required=True)
    address = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    undeliverable = fields.Boolean(load_default=False)


class IdCards(Wire):
    """The tab ID Cards: a card per active line, or why there is none (`not_covered`, `starts_later`,
    `ended`); the coming change of doctor; her last order; and where a card could be sent."""

    cards = fields.List(fields.Nested(IdCard), required=True, metadata=PERSONAL)
    none_because = fields.String(required=True, allow_none=True)
    starts_on = Day(required=True, allow_none=True, metadata=PERSONAL)
    coming = fields.List(fields.Nested(ComingChange), required=True, metadata=PERSONAL)
    order = fields.Nested(CardOrder, required=True, allow_none=True, metadata=PERSONAL)
    may_order = fields.Boolean(required=True)
    addresses = fields.List(fields.Nested(MailingAddress), required=True, metadata=PERSONAL)


class CardOrderWanted(Wire):
    """Order ID Card, to the address she confirmed (R110). `address_confirmed`: mail came back from it, and
    she says that it is right all the same."""

    contact_point_id = Id(required=True)
    address_confirmed = fields.Boolean(load_default=False)


class CardOrdered(Wire):
    """The order that was made."""

    order = fields.Nested(CardOrder, required=True, metadata=PERSONAL)


class CardOrderRef(Wire):
    """One of her own orders."""

    order_id = Id(required=True)
