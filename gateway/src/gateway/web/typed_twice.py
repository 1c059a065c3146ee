"""Fields that a person types twice: mixins for forms' schemas. The second one never leaves the form."""

from marshmallow import ValidationError, post_load, validates_schema

from contracts.fields import Secret, Text
from contracts.identity.schemas import PASSWORD_LONGEST
from gateway.web.fields import same_address, same_secret


class PasswordTwice:
    """`password` and `verify_password` (R072)."""

    verify_password = Secret(longest=PASSWORD_LONGEST * 4, required=True)

    @validates_schema(skip_on_field_errors=False)
    def _password_verified(self, data, **kwargs):
        if not same_secret(data.get("password"), data.get("verify_password")):
            raise ValidationError("field.passwords_differ", "verify_password")

    @post_load
    def _password_once(self, data, **kwargs):
        return {name: data[name] for name in data if name != "verify_password"}


class EmailTwice:
    """`email` and `verify_email` (R069)."""

    verify_email = Text(longest=254, required=True)

    @validates_schema(skip_on_field_errors=False)
    def _email_verified(self, data, **kwargs):
        if not same_address(data.get("email"), data.get("verify_email")):
            raise ValidationError("field.emails_differ", "verify_email")

    @post_load
    def _email_once(self, data, **kwargs):
        return {name: data[name] for name in data if name != "verify_email"}
