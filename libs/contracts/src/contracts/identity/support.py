"""What a specialist does for somebody who calls (R178, R181, R183, R224, R225), and what callers do then.

Whoever acts for a caller has written down before how the caller was verified. Support helps members and
office staff, Member Services helps members; anybody else's account answers as if it were not there.
"""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.fields import Id, Instant, Secret, Text
from contracts.identity import errors as e
from contracts.identity.schemas import AccountAction, EmailField, password
from contracts.procedures import ANYONE, MEMBER_SERVICES, SUPPORT, Procedure
from contracts.wire import PERSONAL, Wire

HELPERS = frozenset({SUPPORT, MEMBER_SERVICES})
PUBLIC = frozenset({ANYONE})
CODE_ERRORS = (e.CodeWrong, e.CodeExpired, e.CodeUsed, e.CodeAttemptsExhausted)

CALLER_CHECKS = (
    "full_name",
    "username",
    "email",
    "date_of_birth",
    "member_id",
    "home_address",
    "office_name",
    "provider_id",
    "tax_id",
    "office_called_back",
)
"""What a caller may have said or shown; `office_called_back` is a call to the number on file."""

FEWEST_CHECKS = 2


class AccountRef(Wire):
    """Whose account."""

    account_id = Id(required=True)


class AccountSearch(Wire):
    """Find accounts (R178, R224) by username, Member ID, e-mail or name ("Wren Okafor", "okafor").

    What is given must all fit. `after` is the last page's `next`.
    """

    username = Text(personal=True, load_default=None, allow_none=True)
    member_id = Text(longest=40, personal=True, load_default=None, allow_none=True)
    email = EmailField(load_default=None, allow_none=True)
    name = Text(personal=True, load_default=None, allow_none=True)
    after = Id(load_default=None, allow_none=True)

    @validates_schema
    def _something(self, data, **kwargs):
        if not any(data.get(name) for name in ("username", "member_id", "email", "name")):
            raise ValidationError("field.required", "username")


class AccountForStaff(Wire):
    """What a specialist sees: who, in what state; never a secret, the e-mail masked (R181).

    `state` is `unverified`, `active`, `locked`, `must_reset`, `dormant` (moved here and never used in time:
    its owner recovers it) or `disabled`. `email_changes_at`: when an address that a specialist wrote down
    becomes the account's.
    """

    account_id = Id(required=True)
    kind = fields.String(required=True)
    username = Text(personal=True, required=True)
    first_name = Text(personal=True, required=True)
    last_name = Text(personal=True, required=True)
    state = fields.String(required=True)
    email_masked = Text(personal=True, required=True)
    locked_at = Instant(load_default=None, allow_none=True)
    email_changes_at = Instant(load_default=None, allow_none=True)


class AccountsForStaff(Wire):
    """A page of 20; `next` is null at the end."""

    accounts = fields.List(fields.Nested(AccountForStaff), required=True, metadata=PERSONAL)
    next = Id(load_default=None, allow_none=True)


class AccountOpened(AccountForStaff):
    """One account, and until when the viewer's own check of its owner allows to act (null: none does)."""

    verified_until = Instant(load_default=None, allow_none=True)


class CallerCheck(AccountRef):
    """By what the caller was verified: two things at least."""

    verified = fields.List(
        fields.String(validate=validate.OneOf(CALLER_CHECKS, error="field.invalid")),
        required=True,
        validate=validate.Length(max=len(CALLER_CHECKS), error="field.invalid"),
    )
    note = Text(longest=500, personal=True, load_default=None, allow_none=True)

    @validates_schema
    def _enough(self, data, **kwargs):
        if len(set(data.get("verified", ()))) < FEWEST_CHECKS:
            raise ValidationError("support.too_few_checks", "verified")


class CallerChecked(Wire):
    """What was written down, and until when this specialist may act on it for this account."""

    check_id = Id(required=True)
    valid_until = Instant(required=True)


class EmailForOwner(AccountAction):
    """The address that the owner asked for."""

    email = EmailField(required=True)


class EmailForOwnerStarted(Wire):
    """Until then nothing goes to the new address but the notice, and the change can be called off."""

    takes_effect_at = Instant(required=True)


class SentReset(Wire):
    """Where the code went."""

    email_masked = Text(personal=True, required=True)
    code_expires_at = Instant(required=True)


class CodeOfUsername(Wire):
    """A code that came without its owner's asking on a page: the letter names the username, too."""

    username = Text(longest=200, personal=True, required=True)
    code = Secret(longest=40, required=True)


class SentResetCode(CodeOfUsername):
    """Reset with the code that a specialist had sent."""

    password = password()


search_accounts = Procedure(
    "identity", "search_accounts", allow=HELPERS, takes=AccountSearch, gives=AccountsForStaff
)
get_account_for_staff = Procedure(
    "identity",
    "get_account_for_staff",
    allow=HELPERS,
    takes=AccountRef,
    gives=AccountOpened,
    raises=(NotFound,),
)
record_caller_check = Procedure(
    "identity",
    "record_caller_check",
    allow=HELPERS,
    takes=CallerCheck,
    gives=CallerChecked,
    raises=(NotFound,),
    command=True,
)
unlock_account = Procedure(
    "identity",
    "unlock_account",
    allow=HELPERS,
    takes=AccountAction,
    raises=(NotFound, e.CallerNotVerified),
    command=True,
)
disable_account = Procedure(
    "identity", "disable_account", allow=HELPERS, takes=AccountAction, raises=(NotFound,), command=True
)
change_email_for_owner = Procedure(
    "identity",
    "change_email_for_owner",
    allow=HELPERS,
    takes=EmailForOwner,
    gives=EmailForOwnerStarted,
    raises=(InvalidInput, NotFound, e.CallerNotVerified, RateLimited),
    command=True,
)
cancel_email_for_owner = Procedure(
    "identity",
    "cancel_email_for_owner",
    allow=HELPERS,
    takes=AccountAction,
    raises=(NotFound, e.CallerNotVerified),
    command=True,
)
cancel_email_change = Procedure(
    "identity",
    "cancel_email_change",
    allow=PUBLIC,
    takes=CodeOfUsername,
    raises=CODE_ERRORS,
    command=True,
)
start_reset_for_owner = Procedure(
    "identity",
    "start_reset_for_owner",
    allow=HELPERS,
    takes=AccountAction,
    gives=SentReset,
    raises=(NotFound, e.CallerNotVerified, RateLimited),
    command=True,
)
confirm_sent_reset = Procedure(
    "identity",
    "confirm_sent_reset",
    allow=PUBLIC,
    takes=SentResetCode,
    raises=(*CODE_ERRORS, e.PasswordRefused),
    command=True,
)
