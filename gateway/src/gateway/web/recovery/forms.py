"""Forms of Recover Member Online Account."""

from marshmallow import pre_load

from contracts.identity import schemas as s
from gateway.web.fields import bare_code, with_date
from gateway.web.forms import Form
from gateway.web.sign_up.forms import CODE_BLAME
from gateway.web.typed_twice import PasswordTwice


class RecoveryForm(s.Recovery):
    """The four fields of the card and the two boxes."""

    @pre_load
    def _as_contract(self, data, **kwargs):
        return with_date(data)


class Recovery(Form):
    """One form for all three recoveries (R086). The boxes are not required one by one."""

    schema = RecoveryForm
    labels = {
        "first_name": "First Name",
        "last_name": "Last Name",
        "date_of_birth": "Date of Birth",
        "member_id": "Member ID Number",
        "forgot_username": "I forgot my username.",
        "reset_password": "I want to reset my password.",
    }
    optional = frozenset({"forgot_username", "reset_password"})


class NewPasswordForm(PasswordTwice, s.NewPassword):
    """The e-mailed code and the new password, typed twice."""

    @pre_load
    def _bare(self, data, **kwargs):
        return {**data, "code": bare_code(data.get("code") or "")}


class NewPassword(Form):
    """New Password, Verify Password, Verification Code, as in the member's directions (R098–R100)."""

    schema = NewPasswordForm
    labels = {
        "password": "New Password",
        "verify_password": "Verify Password",
        "code": "Verification Code",
    }
    blame = {**CODE_BLAME, "identity.password_refused": "password"}
