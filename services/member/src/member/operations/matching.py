"""Who is it that typed these four fields (R063–R066, R087)."""

from datetime import date
from typing import Any

from member.repository import finding
from member.rules import member_ids
from member.rules.matching import Typed, answer
from servicekit import clock
from servicekit.work import Work


def match_member(
    work: Work, *, first_name: str, last_name: str, date_of_birth: date, member_id: str
) -> dict[str, Any]:
    """`MemberMatch`: her key and whether she may register, or one neutral answer for everything else.

    One statement and one comparison for every answer. Throttling and audit are identity's, who asks.
    """
    digest = member_ids.digest(work.settings.index_key, member_ids.normalise(member_id))
    with work.reading() as session:
        found = finding.find_on_file(session, work.viewer, digest)
    typed = Typed(digest, first_name, last_name, date_of_birth)
    return answer(typed, found, clock.today(work.settings.plan_zone))
