"""Wire shapes of the second factor: an authenticator app (TOTP, RFC 6238) and recovery codes."""

from marshmallow import fields

from contracts.fields import Secret
from contracts.identity.schemas import PASSWORD_LONGEST, Tokens
from contracts.wire import PERSONAL, Wire

RECOVERY_CODES = 10
"""How many are given out at a time."""


class SecondFactor(Wire):
    """Whether an authenticator is confirmed, and how many recovery codes are unused."""

    enrolled = fields.Boolean(required=True)
    recovery_codes_left = fields.Integer(required=True)


class NewAuthenticator(Wire):
    """The current password; who has just given it, and has to set up a second factor now, need not."""

    current_password = Secret(longest=PASSWORD_LONGEST * 4, load_default=None, allow_none=True)


class AuthenticatorStarted(Wire):
    """What goes into the app: the key in base32, typed or scanned as an `otpauth://` address."""

    secret = Secret(required=True)
    uri = Secret(required=True)


class SecondFactorCode(Wire):
    """Six digits of the authenticator or, where the procedure says so, a recovery code."""

    code = Secret(longest=40, required=True)


class RecoveryCodes(Wire):
    """New recovery codes, shown this once; earlier ones are good for nothing any more."""

    recovery_codes = fields.List(Secret(), required=True, metadata=PERSONAL)


class AuthenticatorConfirmed(RecoveryCodes):
    """The recovery codes, and the session's tokens now that it is proved."""

    tokens = fields.Nested(Tokens, required=True, metadata=PERSONAL)
