"""What the neighbour answers."""

from contracts.fields import Text
from contracts.procedures import ANYONE, Procedure
from contracts.wire import Wire
from marshmallow import fields


class Round(Wire):
    """`count` calls to the specimen at once, each with its `deadline` in seconds, each asking it to work for `seconds`."""

    key = Text(required=True)
    count = fields.Integer(required=True)
    deadline = fields.Float(required=True)
    seconds = fields.Float(load_default=0.0)


class Waited(Wire):
    """How each call ended (`ok` or an error code) and how long it took, in seconds."""

    outcomes = fields.List(fields.String(), required=True)
    waits = fields.List(fields.Float(), required=True)


start_round = Procedure("neighbour", "start_round", frozenset({ANYONE}), Round, Waited, deadline=60, command=True)
