"""What provider_directory says of contexts: for which Provider ID somebody acts (R030–R037).

A context begins with an active link and gets a new id each time the link becomes active again, so an ended
one never comes back.
"""

from marshmallow import fields, validate

from contracts.errors import NotFound
from contracts.events import Event
from contracts.fields import Id, Text
from contracts.procedures import Procedure, by_service
from contracts.wire import Wire

ROLES = ("administrator", "user")


class ContextOf(Wire):
    """A context, and the account that wants to act in it."""

    account_id = Id(required=True)
    context_id = Id(required=True)


class Context(ContextOf):
    """An active link of that account."""

    billing_provider_id = Id(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))


class AccessEnded(Wire):
    """Contexts of one account in which nobody may act any more; `reason` is a key, such as `revoked`."""

    context_ids = fields.List(Id(), required=True)
    account_id = Id(required=True)
    reason = Text(longest=40, required=True)


find_context = Procedure(
    "provider_directory",
    "find_context",
    allow=frozenset({by_service("identity")}),
    takes=ContextOf,
    gives=Context,
    raises=(NotFound,),
)
"""NotFound when it is not the context of an active link of this account."""

access_ended = Event("provider_directory", "access_ended", AccessEnded)
