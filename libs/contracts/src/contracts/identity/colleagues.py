"""Who of the plan did something: the names behind the account ids that the services write down (R224).

Only the plan's own people ask, and only their names are told: an id of a member, of an office's person or of
nobody is left out, each the same.
"""

from marshmallow import fields, validate

from contracts.fields import Id, Text
from contracts.procedures import STAFF, Procedure
from contracts.wire import PERSONAL, Wire

MOST_COLLEAGUES = 100


class ColleaguesWanted(Wire):
    """The ids that a page names, 100 at most."""

    account_ids = fields.List(
        Id(), required=True, validate=validate.Length(min=1, max=MOST_COLLEAGUES, error="field.invalid")
    )


class Colleague(Wire):
    """One of the plan's people, also one whose account is closed by now."""

    account_id = Id(required=True)
    first_name = Text(personal=True, required=True)
    last_name = Text(personal=True, required=True)


class Colleagues(Wire):
    """Those of the ids that are colleagues, in no order."""

    colleagues = fields.List(fields.Nested(Colleague), required=True, metadata=PERSONAL)


list_colleagues = Procedure(
    "identity", "list_colleagues", allow=STAFF, takes=ColleaguesWanted, gives=Colleagues, deadline=2.0
)
"""Pages come without the answer, so they do not wait long for it."""
