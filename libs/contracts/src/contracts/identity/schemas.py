"""Wire shapes of identity."""

from marshmallow import ValidationError, fields, validate, validates_schema

from contracts.fields import Day, Id, Instant, Secret, Text, not_future
from contracts.wire import PERSONAL, Wire

USERNAME_SHORTEST, USERNAME_LONGEST = 6, 64
PASSWORD_LONGEST = 128
LANGUAGES = ("en", "es", "hmn")


def email_address(value: str) -> None:
    """A plausible address (the mail itself is the proof): one @, a dotted domain, no spaces."""
    local, at, domain = value.rpartition("@")
    if not at or not local or "." not in domain.strip(".") or any(c.isspace() for c in value):
        raise ValidationError("field.invalid_email")


class EmailField(Text):
    """An e-mail address of at most 254 characters (RFC 5321)."""

    def __init__(self, **kwargs):
        super().__init__(longest=254, personal=True, validate=email_address, **kwargs)


def password(**kwargs) -> Secret:
    """A new password; its policy is identity's (R071), the wire only bounds its size in characters."""
    return Secret(longest=PASSWORD_LONGEST * 4, required=True, **kwargs)


class CardHolder(Wire):
    """The four fields from the ID card (R063–R066, R087)."""

    first_name = Text(longest=100, personal=True, required=True)
    last_name = Text(longest=100, personal=True, required=True)
    date_of_birth = Day(personal=True, required=True, validate=not_future)
    member_id = Text(longest=40, personal=True, required=True)


class SignUp(CardHolder):
    """Create Member Online Account (R058–R075)."""

    email = EmailField(required=True)
    cell_phone = Text(longest=40, personal=True, load_default=None, allow_none=True)
    username = Text(
        longest=USERNAME_LONGEST,
        personal=True,
        required=True,
        validate=validate.Length(min=USERNAME_SHORTEST, error="field.username_too_short"),
    )
    password = password()
    terms_version = Text(longest=20, required=True)
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES, error="field.invalid"))


class SignUpStarted(Wire):
    """The same for a new account, one that exists, and one that is locked (R075).

    `sign_up_id` is null where the flow was named by its e-mail address: who knows an address must not
    get hold of somebody's flow. The code goes with the address then.
    """

    sign_up_id = Id(required=True, allow_none=True)
    code_expires_at = Instant(required=True)
    resend_after = Instant(required=True)


class CodeFor(Wire):
    """A code and what it is for: the id of this window's flow, or, on another device, the e-mail."""

    code = Secret(longest=40, required=True)
    sign_up_id = Id(load_default=None, allow_none=True)
    email = EmailField(load_default=None, allow_none=True)

    @validates_schema
    def _one_of_both(self, data, **kwargs):
        if not data.get("sign_up_id") and not data.get("email"):
            raise ValidationError("field.required", "email")


class SignUpRef(Wire):
    """Which sign-up: by id, or by e-mail on another device."""

    sign_up_id = Id(load_default=None, allow_none=True)
    email = EmailField(load_default=None, allow_none=True)

    @validates_schema
    def _one_of_both(self, data, **kwargs):
        if not data.get("sign_up_id") and not data.get("email"):
            raise ValidationError("field.required", "email")


class NewSignUpEmail(Wire):
    """A corrected address for a sign-up whose code never came (R079)."""

    sign_up_id = Id(required=True)
    email = EmailField(required=True)


class Recovery(CardHolder):
    """Recover Member Online Account (R086–R090)."""

    forgot_username = fields.Boolean(load_default=False)
    reset_password = fields.Boolean(load_default=False)

    @validates_schema
    def _at_least_one(self, data, **kwargs):
        if not data.get("forgot_username") and not data.get("reset_password"):
            raise ValidationError("recover.choose_one", "forgot_username")


class RecoveryStarted(Wire):
    """The same whether or not anything matched (R091, R105)."""

    recovery_id = Id(required=True)
    code_expires_at = Instant(required=True)
    resend_after = Instant(required=True)


class RecoveryRef(Wire):
    """Which recovery."""

    recovery_id = Id(required=True)


class NewPassword(Wire):
    """Reset with the e-mailed code (R098–R101)."""

    recovery_id = Id(required=True)
    code = Secret(longest=40, required=True)
    password = password()


class ChangedPassword(Wire):
    """Change with the current password."""

    current_password = Secret(longest=PASSWORD_LONGEST * 4, required=True)
    password = password()


class LogIn(Wire):
    """Username and password (R082); `device_token` is what this device got at an earlier log-in."""

    username = Text(longest=200, personal=True, required=True)
    password = Secret(longest=PASSWORD_LONGEST * 4, required=True)
    device_token = Secret(load_default=None, allow_none=True)


class Tokens(Wire):
    """A session's credentials. `access_token` is an EdDSA JWT; times are instants.

    `context_id` is the context in which an office's person acts (R030), null for none.
    """

    access_token = Secret(required=True)
    access_expires_at = Instant(required=True)
    refresh_token = Secret(required=True)
    session_id = Id(required=True)
    session_expires_at = Instant(required=True)
    device_token = Secret(load_default=None, allow_none=True)
    must_reset_password = fields.Boolean(load_default=False)
    second_factor_due = fields.Boolean(load_default=False)
    context_id = Id(load_default=None, allow_none=True)


class RefreshToken(Wire):
    """Ask for the next access token."""

    refresh_token = Secret(required=True)


class Account(Wire):
    """The signed-in person's own account (R106, R177)."""

    account_id = Id(required=True)
    kind = fields.String(required=True)
    username = Text(personal=True, required=True)
    first_name = Text(personal=True, required=True)
    last_name = Text(personal=True, required=True)
    email = Text(longest=254, personal=True, required=True)
    language = fields.String(required=True)
    must_reset_password = fields.Boolean(required=True)
    password_changed_at = Instant(required=True)


class SessionRef(Wire):
    """Which session."""

    session_id = Id(required=True)


class Session(Wire):
    """One place where the account is logged in."""

    session_id = Id(required=True)
    started_at = Instant(required=True)
    last_seen_at = Instant(required=True)
    device = Text(longest=300, personal=True, load_default=None, allow_none=True)
    address = Text(longest=64, personal=True, load_default=None, allow_none=True)
    current = fields.Boolean(required=True)


class Sessions(Wire):
    """Active sessions, the newest first; 50 at most."""

    sessions = fields.List(fields.Nested(Session), required=True, metadata=PERSONAL)


class Since(Wire):
    """A moment to look back to."""

    since = Instant(required=True)


class RevokedSessions(Wire):
    """Sessions ended before their access tokens ran out, and ended contexts."""

    session_ids = fields.List(Id(), required=True)


class AccountAction(Wire):
    """What staff do to an account, and why (R183)."""

    account_id = Id(required=True)
    reason = Text(longest=500, required=True, personal=True)
