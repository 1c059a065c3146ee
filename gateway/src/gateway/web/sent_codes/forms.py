"""Forms for a code with the username that the same letter names."""

from marshmallow import pre_load

from contracts.identity import support
from gateway.web.fields import bare_code
from gateway.web.forms import Form
from gateway.web.sign_up.forms import CODE_BLAME
from gateway.web.typed_twice import PasswordTwice


class BareCode:
    """A pasted code without spaces and dashes."""

    @pre_load
    def _bare(self, data, **kwargs):
        return {**data, "code": bare_code(data.get("code") or "")}


class ResetForm(BareCode, PasswordTwice, support.SentResetCode):
    """What identity takes, and the password again."""


class Reset(Form):
    """Use a Reset Code: the new password is the owner's alone."""

    schema = ResetForm
    labels = {
        "username": "Username",
        "code": "Verification Code",
        "password": "New Password",
        "verify_password": "Verify Password",
    }
    blame = {**CODE_BLAME, "identity.password_refused": "password"}


class StopForm(BareCode, support.CodeOfUsername):
    """What identity takes."""


class Stop(Form):
    """Stop a change of address that was asked for by telephone."""

    schema = StopForm
    labels = {"username": "Username", "code": "Verification Code"}
    blame = CODE_BLAME
