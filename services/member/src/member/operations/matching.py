"""Who is it that typed these four fields (R063–R066, R087)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from member.repository import finding
from member.rules import member_ids as ids
from member.rules.matching import Typed, answer
from servicekit import clock
from servicekit.work import Work


def match_member(
    work: Work, *, first_name: str, last_name: str, date_of_birth: date, member_id: str
) -> dict[str, Any]:
    """`MemberMatch`: her key and whether she may register, or one neutral answer for everything else.

    One statement and one comparison for every answer. Throttling and audit are identity's, who asks.
    """
    digest = ids.digest(work.settings.index_key, ids.normalise(member_id))
    with work.reading() as session:
        found = finding.find_on_file(session, work.viewer, digest)
    typed = Typed(digest, first_name, last_name, date_of_birth)
    return answer(typed, found, clock.today(work.settings.plan_zone))


def find_member_keys(work: Work, *, member_ids: Sequence[str]) -> dict[str, Any]:
    """`MemberKeys`: whose these Member IDs are, in one statement."""
    digests = {typed: ids.digest(work.settings.index_key, ids.normalise(typed)) for typed in member_ids}
    with work.reading() as session:
        keys = finding.keys_by_digest(session, work.viewer, list(set(digests.values())))
    known = {typed: keys[digest] for typed, digest in digests.items() if digest in keys}
    return {"members": [{"member_id": typed, "member_key": key} for typed, key in known.items()]}
