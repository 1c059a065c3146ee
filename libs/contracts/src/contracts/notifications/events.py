"""What notifications tells."""

from marshmallow import fields, validate

from contracts.events import Event
from contracts.fields import Id, Instant
from contracts.notifications.schemas import TEMPLATES
from contracts.wire import Wire


class LetterFailed(Wire):
    """A letter that was asked for under an id (`about_id`, such as an invitation's) will never arrive: its
    address was refused, or the mail server was away for days. `queued_at` tells it from a later one."""

    about_id = Id(required=True)
    template = fields.String(required=True, validate=validate.OneOf(TEMPLATES))
    queued_at = Instant(required=True)


letter_failed = Event("notifications", "letter_failed", LetterFailed)
