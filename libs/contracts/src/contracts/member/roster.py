"""The roster of an office: whose primary doctor works there today (R018, R019, R136, R186)."""

from marshmallow import fields, validate

from contracts.fields import Day, Id, Text
from contracts.member.errors import FeatureNotGranted
from contracts.member.events import LINES
from contracts.member.pcp import Doctor
from contracts.procedures import PROVIDER, Procedure
from contracts.wire import PERSONAL, Wire

PAGE = 50


class RosterWanted(Wire):
    """A page of the roster; `practitioner_id` for one doctor's part of it. `after` is the `next` before."""

    practitioner_id = Id(load_default=None, allow_none=True)
    after = Id(load_default=None, allow_none=True)


class RosterEntry(Wire):
    """A member and since when which doctor of the office is hers; `ends_on` when that is known to end."""

    entry_id = Id(required=True)
    first_name = Text(required=True)
    last_name = Text(required=True)
    member_id = Text(required=True)
    date_of_birth = Day(required=True)
    line = fields.String(required=True, validate=validate.OneOf(LINES))
    doctor = fields.Nested(Doctor, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True, allow_none=True)


class Roster(Wire):
    """50 entries at most, doctor by doctor and by name. `as_of` is today in the plan's time zone; `next` is
    null on the last page."""

    entries = fields.List(fields.Nested(RosterEntry), required=True, metadata=PERSONAL)
    as_of = Day(required=True)
    next = Id(required=True, allow_none=True)


list_roster = Procedure(
    "member",
    "list_roster",
    allow=frozenset({PROVIDER}),
    takes=RosterWanted,
    gives=Roster,
    raises=(FeatureNotGranted,),
)
"""Of the viewer's context alone; each entry shown is written down as a look at that member's record."""
