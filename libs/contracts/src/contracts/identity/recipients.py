"""Wire shapes of where an account's owner is written to."""

from marshmallow import fields

from contracts.fields import Id, Text
from contracts.identity.schemas import EmailField
from contracts.wire import Wire


class RecipientRef(Wire):
    """Whose account."""

    account_id = Id(required=True)


class Recipient(Wire):
    """Where letters about the account go, and how they begin. `kind` says who helps its owner."""

    email = EmailField(required=True)
    first_name = Text(personal=True, required=True)
    last_name = Text(personal=True, required=True)
    language = fields.String(required=True)
    kind = fields.String(load_default="provider")
