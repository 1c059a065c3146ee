"""What member answers."""

from contracts.member import schemas as s
from contracts.procedures import Procedure, by_service

match_member = Procedure(
    "member",
    "match_member",
    allow=frozenset({by_service("identity")}),
    takes=s.CardHolder,
    gives=s.MemberMatch,
)
