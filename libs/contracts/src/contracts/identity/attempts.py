"""Tries at secrets that a peer compares: identity counts them before the peer looks (R015)."""

from marshmallow import fields, validate

from contracts.errors import RateLimited
from contracts.fields import Id, Instant, Text
from contracts.identity import errors as e
from contracts.procedures import Procedure, by_service
from contracts.wire import Wire

PURPOSES = ("association",)


class TryOf(Wire):
    """Whose try at what. `subject` is what was typed to be found by, such as a Provider ID."""

    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    account_id = Id(required=True)
    subject = Text(longest=100, required=True, personal=True)


class TryReserved(Wire):
    """Counted. Look at the secret before `until`, and say how it was; else it stays a failure."""

    attempt_id = Id(required=True)
    until = Instant(required=True)


class TryOutcome(TryOf):
    """How a reserved try was; a right one is not counted."""

    attempt_id = Id(required=True)
    right = fields.Boolean(required=True)


class TryRecorded(Wire):
    """`used_up`: this was the account's last try."""

    used_up = fields.Boolean(required=True)


class TriesFreed(Wire):
    """Whose tries begin anew, and why."""

    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    account_id = Id(required=True)
    by_account_id = Id(required=True)
    reason = Text(longest=500, required=True, personal=True)


COMPARERS = frozenset({by_service("provider_directory")})

reserve_attempt = Procedure(
    "identity",
    "reserve_attempt",
    allow=COMPARERS,
    takes=TryOf,
    gives=TryReserved,
    raises=(RateLimited, e.AttemptsUsedUp),
)
record_attempt = Procedure("identity", "record_attempt", allow=COMPARERS, takes=TryOutcome, gives=TryRecorded)
unlock_attempts = Procedure("identity", "unlock_attempts", allow=COMPARERS, takes=TriesFreed)
