"""The nouns: members and the days they are covered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, Text, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicekit.store import kit_tables


class Base(DeclarativeBase):
    """Tables of the member service."""

    type_annotation_map = {str: Text, bytes: LargeBinary, datetime: DateTime(timezone=True)}


class Member(Base):
    """One person the plan covers, covered or will cover.

    The Member ID is sealed and found by its keyed digest: with names and birth date, which stay
    readable, it would be all that a thief with a copy of the table needs to sign up as anybody.
    `version` counts changes; `source` says what made the last one.
    """

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("octet_length(member_id_digest) = 32", name="member_id_digest_is_32_bytes"),
        CheckConstraint("date_of_death >= date_of_birth", name="death_after_birth"),
        CheckConstraint("first_name <> '' AND last_name <> ''", name="names_are_not_empty"),
        CheckConstraint("sex IN ('female', 'male', 'unknown')", name="sex_is_known_code"),
    )

    key: Mapped[UUID] = mapped_column(primary_key=True)
    member_id_digest: Mapped[bytes] = mapped_column(unique=True)
    member_id_sealed: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str | None]
    last_name: Mapped[str]
    date_of_birth: Mapped[date]
    date_of_death: Mapped[date | None]
    sex: Mapped[str]
    language: Mapped[str] = mapped_column(server_default=text("'en'"))
    county: Mapped[str | None]
    source: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


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


kit_tables(Base.metadata)
