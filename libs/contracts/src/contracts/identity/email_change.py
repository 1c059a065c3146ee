"""Wire shapes of changing the e-mail address that recovers the account (R142)."""

from contracts.fields import Instant, Secret
from contracts.identity.schemas import PASSWORD_LONGEST, EmailField
from contracts.wire import Wire


class NewEmail(Wire):
    """The new address, and the current password: a stolen session alone must not take the account over."""

    email = EmailField(required=True)
    current_password = Secret(longest=PASSWORD_LONGEST * 4, required=True)


class EmailChangeStarted(Wire):
    """The same whoever else uses the address. The address of the account stays until the code is given."""

    code_expires_at = Instant(required=True)
    resend_after = Instant(required=True)


class EmailCode(Wire):
    """The code that was mailed to the new address."""

    code = Secret(longest=40, required=True)
