"""Wire shapes of coverage (R144–R148, R170)."""

from marshmallow import fields, validate

from contracts.fields import Day
from contracts.wire import PERSONAL, Wire

LINES = ("medi_cal", "ihss")
COVERAGE_STATES = ("active", "future", "ended")


class CoverageSpan(Wire):
    """Days on which a line of business covers the member, both ends included; `ends_on` null is open-ended.

    `state` is as of today in the plan's time zone: `active`, `future` (starts later) or `ended`.
    """

    line = fields.String(required=True, validate=validate.OneOf(LINES))
    starts_on = Day(required=True)
    ends_on = Day(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(COVERAGE_STATES))


class CoverageGap(Wire):
    """Days between two spans of a line on which it did not cover her (R148)."""

    line = fields.String(required=True, validate=validate.OneOf(LINES))
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class Coverage(Wire):
    """All of a member's coverage: each span is in exactly one of `active` (future ones, too) and `inactive`,
    the newest first. `gaps` lie between the spans."""

    active = fields.List(fields.Nested(CoverageSpan), required=True, metadata=PERSONAL)
    inactive = fields.List(fields.Nested(CoverageSpan), required=True, metadata=PERSONAL)
    gaps = fields.List(fields.Nested(CoverageGap), required=True, metadata=PERSONAL)
