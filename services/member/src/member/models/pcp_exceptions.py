"""Requests for a primary doctor that the rules refuse (R227)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class Settled(Exception):
    """The request was decided before."""


class PcpException(Base):
    """open -> approved | denied. A member has at most one open per line; the database refuses a second.

    `rules` are those it is an exception to. `change_id` is the change that an approval made.
    """

    __tablename__ = "pcp_exceptions"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    line: Mapped[str]
    state: Mapped[str]
    provider_id: Mapped[UUID]
    provider: Mapped[dict[str, Any]]
    rules: Mapped[list[str]] = mapped_column(ARRAY(Text))
    wished_on: Mapped[date | None]
    reason: Mapped[str]
    reason_sealed: Mapped[str]
    submitted_by: Mapped[str]
    by_staff: Mapped[bool] = mapped_column(server_default=text("false"))
    submitted_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    denial: Mapped[str | None]
    decision_sealed: Mapped[str | None]
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("pcp_changes.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("line IN ('medi_cal', 'ihss')", name="line_is_known"),
        CheckConstraint("state IN ('open', 'approved', 'denied')", name="state_is_known"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_when_not_open"),
        CheckConstraint("(state = 'denied') = (denial IS NOT NULL)", name="denied_with_a_reason"),
        CheckConstraint("rules <> '{}'", name="an_exception_to_something"),
        Index(
            "one_open_pcp_exception",
            "member_key",
            "line",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_pcp_exceptions_queue", "state", "number"),
        Index("ix_pcp_exceptions_member_key", "member_key", "number"),
    )

    def approve(self, change_id: UUID, by: str, why_sealed: str, now: datetime) -> None:
        """The change was made. Raises Settled."""
        self._to("approved", by, why_sealed, now)
        self.change_id = change_id

    def deny(self, denial: str, by: str, why_sealed: str, now: datetime) -> None:
        """The rules stand. Raises Settled."""
        self._to("denied", by, why_sealed, now)
        self.denial = denial

    def _to(self, state: str, by: str, why_sealed: str, now: datetime) -> None:
        if self.state != "open":
            raise Settled(self.state)
        self.state, self.decided_by, self.decided_at, self.decision_sealed = state, by, now, why_sealed
