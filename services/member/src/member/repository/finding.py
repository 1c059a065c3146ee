"""Finding one member."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from member.models import CoverageSpan, Member
from member.rules.coverage import Span
from member.rules.matching import OnFile
from servicekit.work import Viewer


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
