"""Wire shapes of member."""

from marshmallow import fields

from contracts.fields import Id
from contracts.identity.schemas import CardHolder
from contracts.wire import Wire

__all__ = ["CardHolder", "MemberMatch"]


class MemberMatch(Wire):
    """Who the four fields are (R063–R066, R085).

    `member_key` is member's own opaque id, null when nothing matches all four fields.
    `may_register`: alive, 12 or older, and covered now, later or before; false without a match.
    `minor`: under 18, so that an account can be kept narrower; false without a match.
    """

    member_key = Id(required=True, allow_none=True)
    may_register = fields.Boolean(required=True)
    minor = fields.Boolean(load_default=False)
