"""Wire shapes of notifications."""

from marshmallow import fields, validate

from contracts.fields import Id, Instant, Text
from contracts.wire import PERSONAL, Wire

TEMPLATES = (
    "signup.code",
    "signup.repeated",
    "signup.first_login_email",
    "login.locked",
    "login.unlocked",
    "account.disabled",
    "recover.username",
    "recover.code",
    "recover.both",
    "password.changed",
    "email.code",
    "email.check",
    "email.entry_ended",
    "email.change_started",
    "email.changed",
    "second_factor.recovery_code_used",
    "email.owner_started",
    "email.owner_noted",
    "recover.sent",
    "office.invitation",
    "access.made_administrator",
    "access.made_user",
    "access.permissions_changed",
    "access.access_revoked",
    "access.access_restored",
    "access.of_another",
    "association.confirmed",
    "access.requested",
    "access.request_approved",
    "access.request_denied",
    "access.request_expired",
    "case.opened",
    "case.scheduled",
    "case.closed",
)
"""The letters there are: frozen keys."""

STATES = ("queued", "sending", "retrying", "sent", "failed", "expired", "uncertain", "nobody")
"""How far a letter came. `uncertain`: a one-time code that may have arrived, and is not sent again."""


class DeliverySearch(Wire):
    """Whose messages."""

    account_id = Id(required=True)


class DeliveryRef(Wire):
    """Which message."""

    delivery_id = Id(required=True)


class Delivery(Wire):
    """One message and how far it came; never its content or address (R079).

    `failure` is a stable key (`address_refused`, `server_busy`, `timed_out`, …) of why the last attempt
    failed; `next_try_at` is set while it waits.
    """

    delivery_id = Id(required=True)
    template = Text(required=True, validate=validate.OneOf(TEMPLATES))
    state = Text(required=True, validate=validate.OneOf(STATES))
    created_at = Instant(required=True)
    changed_at = Instant(required=True)
    attempts = fields.Integer(required=True)
    next_try_at = Instant(load_default=None, allow_none=True)
    failure = Text(load_default=None, allow_none=True)


class Deliveries(Wire):
    """The newest 50."""

    deliveries = fields.List(fields.Nested(Delivery), required=True, metadata=PERSONAL)
