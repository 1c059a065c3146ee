"""Wire shapes of addresses that members reported, on their way to enrolment (R142)."""

from marshmallow import fields, validate

from contracts.fields import Day, Id, Instant
from contracts.wire import PERSONAL, Wire

REPORT_STATES = ("reported", "forwarded")
MOST_FORWARDED = 100


class AddressReportSearch(Wire):
    """The queue of a state, the oldest first. `after` is the last page's `next`."""

    state = fields.String(
        load_default="reported", validate=validate.OneOf(REPORT_STATES, error="field.invalid")
    )
    after = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 2**53))


class AddressReport(Wire):
    """What a member reported. `action` is `added`, `changed` or `ended`; `address` is the entry as it says
    now, `use` what for. A confidential address is never among them: it is nobody's but the plan's (R143)."""

    report_id = Id(required=True)
    number = fields.Integer(required=True)
    member_key = Id(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    date_of_birth = Day(required=True)
    member_id = fields.String(required=True)
    action = fields.String(required=True)
    use = fields.String(required=True)
    address = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)
    state = fields.String(required=True, validate=validate.OneOf(REPORT_STATES))
    reported_at = Instant(required=True)
    forwarded_at = Instant(required=True, allow_none=True)


class AddressReports(Wire):
    """A page of 50; `next` is null at the end. Each member shown has a look in her record."""

    reports = fields.List(fields.Nested(AddressReport), required=True, metadata=PERSONAL)
    next = fields.Integer(required=True, allow_none=True)


class AddressReportRefs(Wire):
    """Which were sent on to the county."""

    report_ids = fields.List(Id(), required=True, validate=validate.Length(min=1, max=MOST_FORWARDED))


class AddressReportsForwarded(Wire):
    """`forwarded` are those that were so marked now."""

    forwarded = fields.List(Id(), required=True)
