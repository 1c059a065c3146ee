"""Wire shapes of what staff see and do for a member (R225, R237): finding her, opening her record, and who
opened it. Cards are in `card_desk`, doctors in `pcp_desk`."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.fields import Day, Id, Instant, Text, not_future
from contracts.member.cards import CardOrder
from contracts.member.contact import STATES, ContactPoint
from contracts.member.coverage import Coverage
from contracts.member.pcp import MyPcp
from contracts.member.preferences import LANGUAGES, Preferences
from contracts.wire import PERSONAL, Wire

LOOK_REASONS = (
    "own_case",
    "member_on_the_phone",
    "member_in_person",
    "written_request",
    "pcp_exception",
    "returned_mail",
    "quality_check",
    "compliance",
)
"""Why somebody opens a record. All but the first need a word in writing, too."""

WORK_REASONS = ("card_fulfilment", "address_report", "office_roster")
"""Why a record was shown within a queue's work: written down by the service itself."""

LOOKED_AT = ("record", "looks", "card_batch", "address_reports", "roster")
"""What was shown: the whole record, who looked at it, what her card says, what she reported of an address,
her line on the list of her doctor's patients."""

MOST_FOUND = 20
PAGE = 50


def _reason() -> fields.String:
    return fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(LOOK_REASONS, error="field.invalid")
    )


def reason_text(**kwargs) -> Text:
    """What somebody wrote down; for staff and compliance, never for pages of the member's."""
    return Text(longest=500, personal=True, **kwargs)


class MemberRef(Wire):
    """Which member."""

    member_key = Id(required=True)


class MemberSearch(Wire):
    """Either her exact Member ID, or her last name and date of birth, and her first name if it is known."""

    member_id = Text(longest=40, personal=True, load_default=None, allow_none=True)
    last_name = Text(longest=100, personal=True, load_default=None, allow_none=True)
    first_name = Text(longest=100, personal=True, load_default=None, allow_none=True)
    date_of_birth = Day(personal=True, load_default=None, allow_none=True, validate=not_future)

    @validates_schema
    def _one_of_both(self, data, **kwargs):
        if data.get("member_id"):
            return
        wrong = {name: ["field.required"] for name in ("last_name", "date_of_birth") if not data.get(name)}
        if wrong:
            raise ValidationError(wrong)


class FoundMember(Wire):
    """As much as tells one from the other. `member_id_end` are the last four characters; `covered` is as of
    today."""

    member_key = Id(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    date_of_birth = Day(required=True)
    member_id_end = fields.String(required=True)
    county = fields.String(required=True, allow_none=True)
    covered = fields.Boolean(required=True)


class FoundMembers(Wire):
    """Who was found, 20 at most; `more` says that there are others, so that a first name is asked for."""

    members = fields.List(fields.Nested(FoundMember), required=True, metadata=PERSONAL)
    more = fields.Boolean(required=True)


class RecordWanted(MemberRef):
    """Whose record, and why. `reason_text` is needed for every reason but `own_case`.

    `look_id` in place of a reason goes on with a look of one's own at the same member that is less than 30
    minutes old; its reason is written down again.
    """

    reason = _reason()
    reason_text = reason_text(load_default=None, allow_none=True)
    look_id = Id(load_default=None, allow_none=True)

    @validates_schema
    def _says_why(self, data, **kwargs):
        if data.get("look_id"):
            return
        if not data.get("reason"):
            raise ValidationError({"reason": ["field.required"]})
        if data["reason"] != "own_case" and not data.get("reason_text"):
            raise ValidationError({"reason_text": ["field.required"]})


class MemberPerson(Wire):
    """Who she is. `language` is that of enrolment; what she chose herself is in her preferences."""

    first_name = fields.String(required=True)
    middle_name = fields.String(required=True, allow_none=True)
    last_name = fields.String(required=True)
    member_id = fields.String(required=True)
    date_of_birth = Day(required=True)
    date_of_death = Day(required=True, allow_none=True)
    sex = fields.String(required=True)
    language = fields.String(required=True)
    county = fields.String(required=True, allow_none=True)


class StaffCardOrder(CardOrder):
    """An order as staff see it: `reason` why it was made, `by_staff`, and why it came back."""

    reason = fields.String(required=True)
    by_staff = fields.Boolean(required=True)
    returned_because = fields.String(required=True, allow_none=True)
    batch_id = Id(required=True, allow_none=True)


class MemberForStaff(Wire):
    """Her record in one answer. `orders` are the newest five; `none_because` and `may_order` as on her own
    tab ID Cards; `today` is the plan's day; `look_id` is the row that says that it was shown."""

    look_id = Id(required=True)
    member_key = Id(required=True)
    today = Day(required=True)
    person = fields.Nested(MemberPerson, required=True, metadata=PERSONAL)
    coverage = fields.Nested(Coverage, required=True, metadata=PERSONAL)
    pcp = fields.Nested(MyPcp, required=True, metadata=PERSONAL)
    contact_points = fields.List(fields.Nested(ContactPoint), required=True, metadata=PERSONAL)
    orders = fields.List(fields.Nested(StaffCardOrder), required=True, metadata=PERSONAL)
    none_because = fields.String(required=True, allow_none=True, metadata=PERSONAL)
    may_order = fields.Boolean(required=True)
    preferences = fields.Nested(Preferences, required=True, metadata=PERSONAL)


class LooksWanted(Wire):
    """`after` is the last page's `next`."""

    after = Id(load_default=None, allow_none=True)


class RecordLook(Wire):
    """Somebody else saw something of the member's record: in which role, what (LOOKED_AT, or what a doctor's
    office was shown), when and why (LOOK_REASONS, WORK_REASONS, or an office's); never a word that was
    written by hand, and never a name."""

    look_id = Id(required=True)
    role = fields.String(required=True)
    what = fields.String(required=True)
    reason = fields.String(required=True)
    at = Instant(required=True)


class RecordLooks(Wire):
    """A page of 50, the newest first; `next` is null at the end."""

    looks = fields.List(fields.Nested(RecordLook), required=True, metadata=PERSONAL)
    next = Id(required=True, allow_none=True)


class StaffLooksWanted(RecordWanted, LooksWanted):
    """Who looked at this member's record. Asking is a look, too, and needs a reason."""


class StaffRecordLook(RecordLook):
    """As staff see it: by whose account, and what was written down."""

    account_id = Id(required=True)
    reason_text = fields.String(required=True, allow_none=True)


class StaffRecordLooks(Wire):
    """A page of 50, the newest first; `next` is null at the end."""

    looks = fields.List(fields.Nested(StaffRecordLook), required=True, metadata=PERSONAL)
    next = Id(required=True, allow_none=True)
    look_id = Id(required=True)


class InterpreterNeed(MemberRef):
    """What she told of the language she speaks and of an interpreter (R225). `version` is that of her
    preferences as they were seen."""

    needs_interpreter = fields.Boolean(required=True, metadata=PERSONAL)
    spoken_language = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(LANGUAGES, error="field.invalid"),
        metadata=PERSONAL,
    )
    version = fields.Integer(required=True, validate=validate.Range(min=1))


class ConfidentialAddress(MemberRef):
    """Where all her mail goes in confidence (R143); the one before is ended. `reason_text`: on whose word."""

    line1 = Text(longest=60, personal=True, required=True)
    line2 = Text(longest=60, personal=True, load_default=None, allow_none=True)
    city = Text(longest=60, personal=True, required=True)
    state = Text(
        longest=2, personal=True, required=True, validate=validate.OneOf(STATES, error="field.invalid_state")
    )
    zip_code = Text(
        longest=10, personal=True, required=True,
        validate=validate.Regexp(r"[0-9]{5}(-[0-9]{4})?\Z", error="field.invalid_zip"),
    )  # fmt: skip
    county = Text(longest=60, personal=True, required=True)
    reason_text = reason_text(required=True)


class ConfidentialAddressEnd(MemberRef):
    """Her mail goes to her other addresses again."""

    reason_text = reason_text(required=True)
