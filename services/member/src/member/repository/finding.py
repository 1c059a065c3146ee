"""Finding one member."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from contracts.procedures import MEMBER_SERVICES
from member.models import CoverageSpan, Member
from member.repository.desks import only
from member.rules.coverage import Span
from member.rules.matching import OnFile
from servicekit.work import Viewer

_member = Member.__table__

MOST_OF_A_DAY = 5_000
"""So many people of one birth date are looked at: a date that stands for "unknown" may have more."""


def keys_by_digest(session: Session, viewer: Viewer, member_id_digests: Sequence[bytes]) -> dict[bytes, UUID]:
    """The keys of the members with these Member IDs, for a service that reads files of its own."""
    found = select(Member.member_id_digest, Member.key).where(Member.member_id_digest.in_(member_id_digests))
    return {bytes(row.member_id_digest): row.key for row in session.execute(found)}


def by_digest(session: Session, viewer: Viewer, member_id_digest: bytes) -> Sequence[Row]:
    """The member with this Member ID, for staff."""
    only(viewer, MEMBER_SERVICES)
    return session.execute(select(_member).where(Member.member_id_digest == member_id_digest)).all()


def born_on(session: Session, viewer: Viewer, day: date) -> Sequence[Row]:
    """Who was born on that day, for staff: the names are compared by `rules.names`."""
    only(viewer, MEMBER_SERVICES)
    found = select(_member).where(Member.date_of_birth == day).order_by(Member.key)
    return session.execute(found.limit(MOST_OF_A_DAY)).all()


def find_on_file(session: Session, viewer: Viewer, member_id_digest: bytes) -> OnFile | None:
    """The member with this Member ID and all her coverage, in one statement; None when there is none."""
    found = session.execute(
        select(Member, CoverageSpan)
        .outerjoin(CoverageSpan, CoverageSpan.member_key == Member.key)
        .where(Member.member_id_digest == member_id_digest)
        .order_by(CoverageSpan.starts_on)
    ).all()
    if not found:
        return None
    member = found[0].Member
    return OnFile(
        key=member.key,
        member_id_digest=member.member_id_digest,
        first_name=member.first_name,
        last_name=member.last_name,
        date_of_birth=member.date_of_birth,
        date_of_death=member.date_of_death,
        spans=tuple(Span(s.line, s.starts_on, s.ends_on) for _, s in found if s is not None),
    )
