"""The member service, asked who a card holder is."""

from datetime import date
from uuid import UUID

from contracts.member import rpc as member
from servicekit.work import Work


def match(work: Work, first_name: str, last_name: str, date_of_birth: date, member_id: str) -> UUID | None:
    """The key of the member whom all four fields fit and who may have an account, else None. Raises
    Unavailable."""
    found = work.peers.call(
        member.match_member,
        first_name=first_name,
        last_name=last_name,
        date_of_birth=date_of_birth,
        member_id=member_id,
    )
    return found["member_key"] if found["may_register"] else None
