"""The personal account of office staff (R001, R174) and its recovery (R180): no ID card proves who they are,
so the e-mail does. Codes are sent again and given like a member's."""

from marshmallow import fields, validate

from contracts.errors import InvalidInput, RateLimited
from contracts.fields import Text
from contracts.identity import errors as e
from contracts.identity.schemas import (
    LANGUAGES,
    USERNAME_LONGEST,
    USERNAME_SHORTEST,
    EmailField,
    RecoveryStarted,
    SignUpStarted,
    password,
)
from contracts.procedures import ANYONE, Procedure
from contracts.wire import Wire


class ProviderSignUp(Wire):
    """Create Provider Portal Account (R001, R174). It is joined to an office later, in a step of its own."""

    first_name = Text(longest=100, personal=True, required=True)
    last_name = Text(longest=100, personal=True, required=True)
    email = EmailField(required=True)
    username = Text(
        longest=USERNAME_LONGEST,
        personal=True,
        required=True,
        validate=validate.Length(min=USERNAME_SHORTEST, error="field.username_too_short"),
    )
    password = password()
    terms_version = Text(longest=20, required=True)
    language = fields.String(load_default="en", validate=validate.OneOf(LANGUAGES, error="field.invalid"))


class ProviderRecovery(Wire):
    """Username and the e-mail address of the account; both must fit (R180)."""

    username = Text(longest=200, personal=True, required=True)
    email = EmailField(required=True)


start_provider_sign_up = Procedure(
    "identity",
    "start_provider_sign_up",
    allow=frozenset({ANYONE}),
    takes=ProviderSignUp,
    gives=SignUpStarted,
    command=True,
    raises=(InvalidInput, e.UsernameTaken, e.PasswordRefused, RateLimited),
)
start_provider_recovery = Procedure(
    "identity",
    "start_provider_recovery",
    allow=frozenset({ANYONE}),
    takes=ProviderRecovery,
    gives=RecoveryStarted,
    command=True,
    raises=(RateLimited,),
)
