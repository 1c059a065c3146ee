"""What member tells. Only keys: who needs more asks."""

from marshmallow import fields, validate

from contracts.events import Event
from contracts.fields import Day, Id
from contracts.wire import PERSONAL, Wire

LINES = ("medi_cal", "ihss")


class _OfPcp(Wire):
    member_key = Id(required=True)
    line = fields.String(required=True, validate=validate.OneOf(LINES))
    provider_id = Id(required=True)


class PcpScheduled(_OfPcp):
    """`provider_id` will be the primary doctor from `effective_on` on (R134)."""

    change_id = Id(required=True)
    earlier_provider_id = Id(required=True, allow_none=True)
    effective_on = Day(required=True)


class PcpWithdrawn(_OfPcp):
    """A scheduled change will not happen: its place in the panel is free."""

    change_id = Id(required=True)
    why = fields.String(required=True, validate=validate.OneOf(("cancelled", "replaced", "voided")))


class PcpChanged(_OfPcp):
    """The day has come: `provider_id` is the primary doctor now, `earlier_provider_id` is not any more."""

    change_id = Id(required=True)
    earlier_provider_id = Id(required=True, allow_none=True)
    effective_on = Day(required=True)


class EmailEnded(Wire):
    """A verified e-mail address is on file no more. `to` is that address: nobody could ask for it later."""

    account_id = Id(required=True)
    to = fields.String(required=True, metadata=PERSONAL)


contact_email_ended = Event("member", "contact_email_ended", EmailEnded)
pcp_change_scheduled = Event("member", "pcp_change_scheduled", PcpScheduled)
pcp_change_withdrawn = Event("member", "pcp_change_withdrawn", PcpWithdrawn)
pcp_changed = Event("member", "pcp_changed", PcpChanged)
