"""What the neighbour answers."""

from marshmallow import fields

from contracts.fields import Text
from contracts.procedures import ANYONE, Procedure
from contracts.wire import Wire
from support.specimen.contract import Counted


class Round(Wire):
    """`count` calls to the specimen at once, each with its `deadline`, each asking it to work for `seconds`.

    How each ended is noted in the ledger: `<key>|<ok or error code>|<seconds it took>`.
    """

    key = Text(required=True)
    count = fields.Integer(required=True)
    deadline = fields.Float(required=True)
    seconds = fields.Float(load_default=0.0)


start_round = Procedure(
    "neighbour", "start_round", frozenset({ANYONE}), Round, Counted, deadline=60, command=True
)
