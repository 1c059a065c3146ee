"""Proving that an account's owner reads the mail of another address, which a peer keeps of her (R142)."""

from contracts.errors import NotFound, RateLimited
from contracts.fields import Id, Instant, Secret
from contracts.identity import errors as e
from contracts.identity.schemas import EmailField
from contracts.procedures import Procedure, by_service
from contracts.wire import Wire


class AddressOf(Wire):
    """Whose address. `subject` is the peer's id of it; a code is good for this subject and address alone."""

    account_id = Id(required=True)
    subject = Id(required=True)
    email = EmailField(required=True)


class AddressCodeSent(Wire):
    """A code is on its way to the address; an earlier one works no longer."""

    code_expires_at = Instant(required=True)
    resend_after = Instant(required=True)


class AddressCode(AddressOf):
    """The code that was mailed to the address."""

    code = Secret(longest=40, required=True)


KEEPERS = frozenset({by_service("member")})

start_address_check = Procedure(
    "identity",
    "start_address_check",
    allow=KEEPERS,
    takes=AddressOf,
    gives=AddressCodeSent,
    command=True,
    raises=(NotFound, RateLimited),
)
confirm_address_check = Procedure(
    "identity",
    "confirm_address_check",
    allow=KEEPERS,
    takes=AddressCode,
    command=True,
    raises=(e.CodeWrong, e.CodeExpired, e.CodeUsed, e.CodeAttemptsExhausted),
)
