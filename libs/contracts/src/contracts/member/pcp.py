"""Wire shapes of primary care providers (R115–R136)."""

from marshmallow import fields, validate

from contracts.fields import Day, Id, Instant, Text
from contracts.member.coverage import LINES
from contracts.wire import PERSONAL, Wire

REASONS = ("member_request", "moved", "pcp_left_network", "plan_assigned", "provider_requested")
"""Why a primary doctor changes. Members choose the first; the others are the plan's (R131)."""

EXCEPTION_RULES = ("closed", "existing_only", "age", "sex", "panel_full", "out_of_area", "same_month")
"""Rules that a change may be an exception to (R227): the directory's reasons, a practice outside the plan's
counties, and a day before the first of the next month."""

EXCEPTION_STATES = ("open", "approved", "denied")

LINE = validate.OneOf(LINES)
ZIP_CODE = validate.Regexp(r"[0-9]{5}(-?[0-9]{4})?\Z", error="field.invalid_zip")


class Doctor(Wire):
    """A provider as a member's pages and card show her: the copy that member keeps of the directory."""

    provider_id = Id(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    credential = fields.String(load_default=None, allow_none=True)
    specialty = fields.String(load_default=None, allow_none=True)
    practice = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)


class DoctorSpan(Wire):
    """A doctor and the days on which she is, was or will be the primary one; `ends_on` null is open-ended."""

    line = fields.String(required=True, validate=LINE)
    doctor = fields.Nested(Doctor, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True, allow_none=True)


class ComingChange(Wire):
    """A change that waits for its day (R133)."""

    change_id = Id(required=True)
    line = fields.String(required=True, validate=LINE)
    doctor = fields.Nested(Doctor, required=True)
    effective_on = Day(required=True)


class PcpExceptionState(Wire):
    """A change that the rules refuse and that was asked for all the same (R227), and how far it is.

    `rules` are those it is an exception to, `wished_on` the day of this month that is wished for, `denial`
    why it was denied (`pcp_desk.DENIALS`).
    """

    exception_id = Id(required=True)
    number = fields.Integer(required=True)
    line = fields.String(required=True, validate=LINE)
    doctor = fields.Nested(Doctor, required=True)
    rules = fields.List(fields.String(validate=validate.OneOf(EXCEPTION_RULES)), required=True)
    wished_on = Day(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(EXCEPTION_STATES))
    by_staff = fields.Boolean(required=True)
    submitted_at = Instant(required=True)
    decided_at = Instant(required=True, allow_none=True)
    denial = fields.String(required=True, allow_none=True)


class PcpException(PcpExceptionState):
    """A request as her record shows it. `reason_text` is what was written down; staff alone see it."""

    reason_text = Text(longest=500, personal=True, load_default=None, allow_none=True)


class MyPcp(Wire):
    """The page My PCP (R115–R119): of each line she is covered in, today's doctor and the coming one; and who
    was it before. `lines` are those in which she may choose; a choice made today begins on `next_start`.
    `exceptions` are her open requests and the newest decided ones, 10 at most, the newest first."""

    lines = fields.List(fields.String(validate=LINE), required=True, metadata=PERSONAL)
    current = fields.List(fields.Nested(DoctorSpan), required=True, metadata=PERSONAL)
    coming = fields.List(fields.Nested(ComingChange), required=True, metadata=PERSONAL)
    past = fields.List(fields.Nested(DoctorSpan), required=True, metadata=PERSONAL)
    exceptions = fields.List(fields.Nested(PcpException), load_default=list, metadata=PERSONAL)
    next_start = Day(required=True)


class DoctorSearch(Wire):
    """What she may search by (R121–R126); all optional, one at least. `after` is the last page's `next`."""

    line = fields.String(load_default=None, allow_none=True, validate=LINE)
    first_name = Text(longest=60, personal=True, load_default=None, allow_none=True)
    last_name = Text(longest=60, personal=True, load_default=None, allow_none=True)
    gender = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(("female", "male")),
        metadata=PERSONAL,
    )
    county = Text(longest=40, personal=True, load_default=None, allow_none=True)
    city = Text(longest=60, personal=True, load_default=None, allow_none=True)
    zip_code = fields.String(load_default=None, allow_none=True, validate=ZIP_CODE, metadata=PERSONAL)
    after = Text(longest=600, personal=True, load_default=None, allow_none=True)


class FoundDoctor(Doctor):
    """A doctor that was found. `available` says whether she may be chosen; `reason` why not: `closed`,
    `existing_only`, `age`, `sex`, `panel_full`, or `current` for her doctor of today or the coming one (R127,
    R129)."""

    gender = fields.String(load_default=None, allow_none=True)
    languages = fields.List(fields.String(), load_default=list)
    accepting = fields.String(load_default=None, allow_none=True)
    available = fields.Boolean(required=True)
    reason = fields.String(load_default=None, allow_none=True)


class FoundDoctors(Wire):
    """A page of doctors for `line`; `next` goes into the next search's `after`, null at the end."""

    line = fields.String(required=True, validate=LINE)
    doctors = fields.List(fields.Nested(FoundDoctor), required=True, metadata=PERSONAL)
    next = fields.String(required=True, allow_none=True, metadata=PERSONAL)
    effective_on = Day(required=True)


class PcpChoice(Wire):
    """Change, reason, Save (R129–R132). `reason_text` is what she adds in her own words."""

    line = fields.String(required=True, validate=LINE)
    provider_id = Id(required=True, metadata=PERSONAL)
    reason = fields.String(
        required=True, validate=validate.OneOf(REASONS[:1], error="field.invalid"), metadata=PERSONAL
    )
    reason_text = Text(longest=500, personal=True, load_default=None, allow_none=True)


class PcpChosen(Wire):
    """What was saved (R133–R135)."""

    change = fields.Nested(ComingChange, required=True, metadata=PERSONAL)


class PcpChangeRef(Wire):
    """One of her own changes."""

    change_id = Id(required=True)
