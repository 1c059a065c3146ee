"""Primary care providers (PCP) of members."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class PcpSpan(Base):
    """Days on which a provider is a member's primary doctor in a line of business, both ends included.

    Which doctor is the one of a day follows from the dates alone, so it is right at 00:01 on the first with
    no job run. `provider` is a copy of what the directory said (name, practice, address, telephone), kept
    right by its events, so that a card needs no second service.
    """

    __tablename__ = "pcp_spans"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    line: Mapped[str]
    provider_id: Mapped[UUID]
    provider: Mapped[dict[str, Any]]
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
            name="one_pcp_a_day_within_line",
            using="gist",
        ),
        Index("ix_pcp_spans_provider_id", "provider_id"),
    )


class PcpChange(Base):
    """A request for another primary doctor and what became of it (R130-R136).

    pending -> applied | cancelled | replaced | voided. A member has at most one pending per line; the
    database refuses a second. The span it stands for is there from the request on, and goes when it is not
    applied; `earlier_ends_on` is when the one before it would have ended without it. `exceptions` are the
    rules that staff set aside for it, and `exception_sealed` is why.
    """

    __tablename__ = "pcp_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    line: Mapped[str]
    state: Mapped[str]
    provider_id: Mapped[UUID]
    provider: Mapped[dict[str, Any]]
    earlier_provider_id: Mapped[UUID | None]
    earlier_ends_on: Mapped[date | None]
    reason: Mapped[str]
    reason_sealed: Mapped[str | None]
    exceptions: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    exception_sealed: Mapped[str | None]
    effective_on: Mapped[date]
    requested_by: Mapped[str]
    source: Mapped[str]
    requested_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("line IN ('medi_cal', 'ihss')", name="line_is_known"),
        CheckConstraint(
            "state IN ('pending', 'applied', 'cancelled', 'replaced', 'voided')", name="state_is_known"
        ),
        CheckConstraint("(state = 'pending') = (settled_at IS NULL)", name="settled_when_not_pending"),
        Index(
            "one_pending_pcp_change",
            "member_key",
            "line",
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_pcp_changes_member_key", "member_key"),
        Index("ix_pcp_changes_due", "effective_on", postgresql_where=text("state = 'pending'")),
    )
