"""The days on which members are covered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class CoverageSpan(Base):
    """Days on which a line of business covers a member: `starts_on` through `ends_on`, null is open-ended.

    Within one line two spans of a member never share a day; the database refuses it.
    """

    __tablename__ = "coverage_spans"

    key: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    line: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("line IN ('medi_cal', 'ihss')", name="line_is_known"),
        CheckConstraint("ends_on >= starts_on", name="span_ends_after_it_starts"),
        ExcludeConstraint(
            ("member_key", "="),
            ("line", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="no_overlap_within_line",
            using="gist",
        ),
        Index("ix_coverage_spans_member_key", "member_key"),
    )
