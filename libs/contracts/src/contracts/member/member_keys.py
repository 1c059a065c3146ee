"""Whose Member IDs those are that came in a file: for a service that reads files of its own."""

from marshmallow import fields, validate

from contracts.fields import Id, Text
from contracts.procedures import Procedure, by_service
from contracts.wire import PERSONAL, Wire

MOST = 1_000


class MemberKeysWanted(Wire):
    """Member IDs, 1,000 at most."""

    member_ids = fields.List(
        Text(longest=80), required=True, validate=validate.Length(max=MOST), metadata=PERSONAL
    )


class MemberKey(Wire):
    """A Member ID as it was asked for, and the member's key."""

    member_id = Text(longest=80, required=True)
    member_key = Id(required=True)


class MemberKeys(Wire):
    """Those that the plan has, covered or not; the others are absent."""

    members = fields.List(fields.Nested(MemberKey), required=True, metadata=PERSONAL)


find_member_keys = Procedure(
    "member",
    "find_member_keys",
    allow=frozenset({by_service("claims")}),
    takes=MemberKeysWanted,
    gives=MemberKeys,
    deadline=20.0,
)
