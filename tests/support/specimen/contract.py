"""What the specimen answers and tells."""

from marshmallow import fields

from contracts.errors import Category, ContractError
from contracts.events import Event
from contracts.fields import Id, Secret, Text
from contracts.procedures import ANYONE, SIGNED_IN, Procedure, by_service
from contracts.wire import Wire

PUBLIC = frozenset({ANYONE})


class EchoRefused(ContractError):
    """The text was "no"."""

    code = "specimen.echo_refused"
    category = Category.CONFLICT


class Echo(Wire):
    """A text, clear, and a secret, sealed."""

    text = Text(required=True)
    secret = Secret(load_default=None, allow_none=True)


class Behaviour(Wire):
    """What to do about one effect: see `behaviour.misbehave` for the modes, with their `seconds`."""

    key = Text(required=True)
    mode = Text(load_default="ok")
    seconds = fields.Float(load_default=0.0)
    note = Text(load_default=None, allow_none=True, personal=True)


class Stories(Wire):
    """`count` stories `<key>-0`, `<key>-1`, … one transaction each, `gap` seconds apart; `to` as in TOLD."""

    key = Text(required=True)
    count = fields.Integer(required=True)
    gap = fields.Float(load_default=0.0)
    to = Text(load_default="self")


class Counted(Wire):
    """How often an effect happened."""

    count = fields.Integer(required=True)


class Who(Wire):
    """Who the callee thinks asks."""

    account_id = Id(required=True, allow_none=True)
    caller = Text(required=True)


get_echo = Procedure("specimen", "get_echo", PUBLIC, Echo, Echo, (EchoRefused,))
get_who = Procedure("specimen", "get_who", frozenset({SIGNED_IN}), gives=Who)
get_secret = Procedure("specimen", "get_secret", frozenset({by_service("member")}), gives=Who)
create_effect = Procedure("specimen", "create_effect", PUBLIC, Behaviour, Counted, deadline=30, command=True)
create_brief_effect = Procedure(
    "specimen", "create_brief_effect", PUBLIC, Behaviour, Counted, deadline=1, command=True
)
record_story = Procedure("specimen", "record_story", PUBLIC, Behaviour, Counted, deadline=30, command=True)
record_stories = Procedure("specimen", "record_stories", PUBLIC, Stories, Counted, deadline=60, command=True)

effect_wanted = Event("specimen", "effect_wanted", Behaviour)
neighbour_wanted = Event("specimen", "neighbour_wanted", Behaviour)
nobody_told = Event("specimen", "nobody_told", Behaviour)

TOLD = {event.name: event for event in (effect_wanted, neighbour_wanted, nobody_told)}
