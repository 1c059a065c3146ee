"""Forms of a signed-in person."""

from marshmallow import ValidationError, post_load, validates_schema

from contracts.fields import Secret
from contracts.identity import schemas as s
from gateway.web.fields import same_secret
from gateway.web.forms import Form


class ChangedPasswordForm(s.ChangedPassword):
    """What identity takes, plus the new password typed again."""

    verify_password = Secret(longest=s.PASSWORD_LONGEST * 4, required=True)

    @validates_schema(skip_on_field_errors=False)
    def _verified(self, data, **kwargs):
        if not same_secret(data.get("password"), data.get("verify_password")):
            raise ValidationError("field.passwords_differ", "verify_password")

    @post_load
    def _without_extras(self, data, **kwargs):
        return {name: data[name] for name in data if name != "verify_password"}


class ChangePassword(Form):
    """Change the password with the current one."""

    schema = ChangedPasswordForm
    labels = {
        "current_password": "Current Password",
        "password": "New Password",
        "verify_password": "Verify Password",
    }
    blame = {"identity.current_password_wrong": "current_password", "identity.password_refused": "password"}
