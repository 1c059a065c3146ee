"""Forms of Create Member Online Account."""

from marshmallow import ValidationError, fields, post_load, pre_load, validates_schema

from contracts.fields import Secret, Text
from contracts.identity import schemas as s
from gateway.web.fields import bare_code, same_address, same_secret, with_date
from gateway.web.forms import Form


class SignUpForm(s.SignUp):
    """What identity takes, plus the two fields to type again and the box to agree."""

    verify_email = Text(longest=254, required=True)
    verify_password = Secret(longest=s.PASSWORD_LONGEST * 4, required=True)
    agree = fields.Boolean(load_default=False, error_messages={"invalid": "field.must_agree"})

    @pre_load
    def _as_contract(self, data, **kwargs):
        data = with_date(data)
        return {**data, "cell_phone": (data.get("cell_phone") or "").strip() or None}

    @validates_schema(skip_on_field_errors=False)
    def _verified(self, data, **kwargs):
        refused = {}
        if not same_address(data.get("email"), data.get("verify_email")):
            refused["verify_email"] = ["field.emails_differ"]
        if not same_secret(data.get("password"), data.get("verify_password")):
            refused["verify_password"] = ["field.passwords_differ"]
        if not data.get("agree"):
            refused["agree"] = ["field.must_agree"]
        if refused:
            raise ValidationError(refused)

    @post_load
    def _without_extras(self, data, **kwargs):
        return {name: data[name] for name in data if name not in ("verify_email", "verify_password", "agree")}


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


class NewEmailForm(s.NewSignUpEmail):
    """The corrected address, typed twice."""

    verify_email = Text(longest=254, required=True)

    @validates_schema(skip_on_field_errors=False)
    def _verified(self, data, **kwargs):
        if not same_address(data.get("email"), data.get("verify_email")):
            raise ValidationError("field.emails_differ", "verify_email")

    @post_load
    def _without_extras(self, data, **kwargs):
        return {name: data[name] for name in data if name != "verify_email"}


class NewEmail(Form):
    """Change the address of a sign-up whose code never came (R079)."""

    schema = NewEmailForm
    labels = {"email": "Email Address", "verify_email": "Verify Email Address"}


class Address(Form):
    """Where to send a new code, on another device."""

    schema = s.SignUpRef
    labels = {"email": "Email Address"}
