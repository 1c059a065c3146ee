"""The door of the member service: what it answers."""

from typing import Any

from contracts.member import rpc
from member.operations import matching
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work


class MemberService(Service):
    """Who is covered, and who is who."""

    name = "member"

    @serves(rpc.match_member)
    def match_member(self, work: Work, **typed: Any) -> dict[str, Any]:
        """Whose card it is, or nobody's (R063–R066)."""
        return matching.match_member(work, **typed)
