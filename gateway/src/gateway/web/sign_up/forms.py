"""Forms of Create Member Online Account."""

from marshmallow import ValidationError, fields, post_load, pre_load, validates_schema

from contracts.identity import schemas as s
from gateway.web.fields import bare_code, with_date
from gateway.web.forms import Form
from gateway.web.typed_twice import EmailTwice, PasswordTwice


class Agreed:
    """A mixin for forms' schemas: the box to agree to the terms. It never leaves the form."""

    agree = fields.Boolean(load_default=False, error_messages={"invalid": "field.must_agree"})

    @validates_schema(skip_on_field_errors=False)
    def _agreed(self, data, **kwargs):
        if not data.get("agree"):
            raise ValidationError("field.must_agree", "agree")

    @post_load
    def _agreed_once(self, data, **kwargs):
        return {name: data[name] for name in data if name != "agree"}


class SignUpForm(Agreed, EmailTwice, PasswordTwice, s.SignUp):
    """What identity takes, plus the two fields to type again and the box to agree."""

    @pre_load
    def _as_contract(self, data, **kwargs):
        data = with_date(data)
        return {**data, "cell_phone": (data.get("cell_phone") or "").strip() or None}


class SignUp(Form):
    """The long form. Labels are the member's own words."""

    schema = SignUpForm
    labels = {
        "first_name": "First Name",
        "last_name": "Last Name",
        "date_of_birth": "Date of Birth",
        "member_id": "Member ID Number",
        "email": "Email Address",
        "verify_email": "Verify Email Address",
        "cell_phone": "Cell Phone Number (Optional)",
        "username": "Username",
        "password": "Password",
        "verify_password": "Verify Password",
        "agree": "Terms and conditions",
    }
    optional = frozenset({"cell_phone"})
    blame = {"identity.username_taken": "username", "identity.password_refused": "password"}


class CodeForm(s.CodeFor):
    """A code, however it was pasted."""

    @pre_load
    def _bare(self, data, **kwargs):
        return {**data, "code": bare_code(data.get("code") or "")}


CODE_BLAME = {
    f"identity.{name}": "code"
    for name in ("code_wrong", "code_expired", "code_used", "code_attempts_exhausted")
}


class Code(Form):
    """The code step in the window that began."""

    schema = CodeForm
    labels = {"code": "Verification Code"}
    blame = CODE_BLAME


class CodeElsewhere(Form):
    """The code step on another device: who you are is the e-mail address (R076)."""

    schema = CodeForm
    labels = {"email": "Email Address", "code": "Verification Code"}
    blame = CODE_BLAME


class NewEmailForm(EmailTwice, s.NewSignUpEmail):
    """The corrected address, typed twice."""


class NewEmail(Form):
    """Change the address of a sign-up whose code never came (R079)."""

    schema = NewEmailForm
    labels = {"email": "Email Address", "verify_email": "Verify Email Address"}


class Address(Form):
    """Where to send a new code, on another device."""

    schema = s.SignUpRef
    labels = {"email": "Email Address"}
