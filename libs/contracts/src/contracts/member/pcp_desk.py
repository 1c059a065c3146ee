"""Wire shapes of changes of doctor that staff make, and of exceptions to the rules (R136, R227)."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.errors import InvalidInput, NotFound
from contracts.fields import Day, Id, Text
from contracts.member import errors
from contracts.member.pcp import (
    EXCEPTION_STATES,
    LINE,
    REASONS,
    ComingChange,
    DoctorSearch,
    PcpException,
    PcpExceptionState,
)
from contracts.member.staff import MemberRef, reason_text
from contracts.wire import PERSONAL, Wire

DECISIONS = ("approve", "deny")
DENIALS = ("doctor_declined", "limits_stand", "out_of_area", "next_month_stands", "duplicate", "other")
"""Why a request is denied, as the member reads it."""
NOT_SUBMITTED = (
    InvalidInput,
    NotFound,
    errors.NotCovered,
    errors.PcpIsCurrent,
    errors.PcpExceptionNotNeeded,
    errors.PcpExceptionOpen,
)
"""Why a request is not taken, from the member and from staff."""


def _reason(**kwargs) -> fields.String:
    return fields.String(validate=validate.OneOf(REASONS, error="field.invalid"), metadata=PERSONAL, **kwargs)


class StaffDoctorSearch(MemberRef, DoctorSearch):
    """Find another doctor for her (R121–R127)."""


class StaffPcpChange(MemberRef):
    """Another doctor for her, and why (R131).

    By the rules from the first of the next month on. `effective_on` is the same-month exception: a day from
    today on through that first. `despite_limits` takes a doctor whom the rules refuse (closed panel, limits
    of age or sex, out of area). Either needs `exception_reason`, in writing.
    """

    line = fields.String(required=True, validate=LINE)
    provider_id = Id(required=True, metadata=PERSONAL)
    reason = _reason(required=True)
    reason_text = reason_text(load_default=None, allow_none=True)
    effective_on = Day(load_default=None, allow_none=True)
    despite_limits = fields.Boolean(load_default=False)
    exception_reason = Text(longest=500, personal=True, load_default=None, allow_none=True)

    @validates_schema
    def _exceptions_are_written_down(self, data, **kwargs):
        if (data.get("effective_on") or data.get("despite_limits")) and not data.get("exception_reason"):
            raise ValidationError({"exception_reason": ["field.required"]})


class StaffPcpChangeRef(MemberRef):
    """A change of hers that waits."""

    change_id = Id(required=True)


class PcpExceptionAsked(Wire):
    """A change that the rules refuse, asked for all the same. `effective_on` is a day of this month that is
    wished for; null is the first of the next."""

    line = fields.String(required=True, validate=LINE)
    provider_id = Id(required=True, metadata=PERSONAL)
    effective_on = Day(load_default=None, allow_none=True)
    reason_text = reason_text(required=True)


class StaffPcpExceptionAsked(MemberRef, PcpExceptionAsked):
    """The same, written down by staff for her."""

    reason = _reason(load_default="member_request")


class PcpExceptionSubmitted(Wire):
    """The request that was made."""

    exception = fields.Nested(PcpException, required=True, metadata=PERSONAL)


class PcpExceptionSearch(Wire):
    """The queue of a state, the oldest first. `after` is the last page's `next`."""

    state = fields.String(
        load_default="open", validate=validate.OneOf(EXCEPTION_STATES, error="field.invalid")
    )
    after = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 2**53))


class QueuedException(PcpExceptionState):
    """A request as the queue shows it. Whose it is and what she wrote stands in her record
    (`get_member_for_staff` with the reason `pcp_exception`)."""

    member_key = Id(required=True)


class PcpExceptions(Wire):
    """A page of 50; `next` is null at the end."""

    exceptions = fields.List(fields.Nested(QueuedException), required=True, metadata=PERSONAL)
    next = fields.Integer(required=True, allow_none=True)


class PcpExceptionDecision(Wire):
    """Approve makes the change, from `effective_on` on (null: the wished day, or today when it has passed;
    without a wish the first of the next month). Deny needs a `denial`, which the member reads. `reason_text`
    is for the file, and never shown to her."""

    exception_id = Id(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS, error="field.invalid"))
    effective_on = Day(load_default=None, allow_none=True)
    denial = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(DENIALS, error="field.invalid")
    )
    reason_text = reason_text(required=True)

    @validates_schema
    def _a_denial_says_why(self, data, **kwargs):
        if data.get("decision") == "deny" and not data.get("denial"):
            raise ValidationError({"denial": ["field.required"]})


class PcpExceptionDecided(Wire):
    """What became of the request; `change` is null when it was denied."""

    exception = fields.Nested(PcpException, required=True, metadata=PERSONAL)
    change = fields.Nested(ComingChange, required=True, allow_none=True, metadata=PERSONAL)
