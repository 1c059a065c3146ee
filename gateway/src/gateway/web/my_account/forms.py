"""Forms of a signed-in person."""

from contracts.identity import schemas as s
from gateway.web.forms import Form
from gateway.web.typed_twice import PasswordTwice


class ChangedPasswordForm(PasswordTwice, s.ChangedPassword):
    """What identity takes, plus the new password typed again."""


class ChangePassword(Form):
    """Change the password with the current one."""

    schema = ChangedPasswordForm
    labels = {
        "current_password": "Current Password",
        "password": "New Password",
        "verify_password": "Verify Password",
    }
    blame = {"identity.current_password_wrong": "current_password", "identity.password_refused": "password"}
