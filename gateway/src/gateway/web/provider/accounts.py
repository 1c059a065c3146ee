"""Create Provider Portal Account, and Forgot password for offices: what is different from members' pages."""

from contracts.identity import provider_accounts as accounts
from gateway.compositions import provider_accounts
from gateway.web.audience import Audience, pages
from gateway.web.forms import Form
from gateway.web.recovery import views as recovery
from gateway.web.sign_up import views as sign_up
from gateway.web.sign_up.forms import Agreed
from gateway.web.typed_twice import EmailTwice, PasswordTwice

WITHIN = ("Provider Portal", "public.provider_portal")
LOG_IN = "logging_in.provider_log_in"


class AccountForm(Agreed, EmailTwice, PasswordTwice, accounts.ProviderSignUp):
    """What identity takes, plus the two fields to type again and the box to agree."""


class Account(Form):
    """A member's form without her card: an office's person proves who she is by her e-mail (R001)."""

    schema = AccountForm
    labels = {
        "first_name": "First Name",
        "last_name": "Last Name",
        "email": "Email Address",
        "verify_email": "Verify Email Address",
        "username": "Username",
        "password": "Password",
        "verify_password": "Verify Password",
        "agree": "Terms and conditions",
    }
    blame = {"identity.username_taken": "username", "identity.password_refused": "password"}


class ForgotPassword(Form):
    """User Name and e-mail address; both must fit (R180)."""

    schema = accounts.ProviderRecovery
    labels = {"username": "Username", "email": "Email Address"}


SIGN_UP = Audience(
    name="provider_sign_up",
    prefix="/provider-portal/create-account",
    form=Account,
    start=provider_accounts.sign_up,
    template="provider/accounts/sign_up.html",
    title="Create Provider Portal Account",
    within=WITHIN,
    log_in=LOG_IN,
)
RECOVERY = Audience(
    name="provider_recovery",
    prefix="/provider-portal/forgot-password",
    form=ForgotPassword,
    start=provider_accounts.start_recovery,
    template="provider/accounts/forgot_password.html",
    title="Forgot password",
    within=WITHIN,
    log_in=LOG_IN,
)
blueprints = (pages(SIGN_UP, sign_up.ROUTES), pages(RECOVERY, recovery.ROUTES))
