"""What people need help with, and what staff did about it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import Base

KIND_IS_KNOWN = (
    "kind IN ('association_failed', 'locked_out', 'lost_email', 'missing_feature', 'webinar_copy',"
    " 'training', 'other')"
)


class Case(Base):
    """Something that somebody of the plan has to look at (R218, R219, R238).

    `said_sealed` are her words, how to reach her and what the page knew. `opened_by_key` is a digest of who
    opened it, by which opening too many is noticed.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(KIND_IS_KNOWN, name="kind_is_known"),
        CheckConstraint("state IN ('open', 'waiting', 'closed')", name="state_is_known"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_a_moment"),
        CheckConstraint("scheduled_on IS NULL OR kind = 'training'", name="training_is_scheduled"),
        Index("ix_cases_queue", "state", "number"),
        Index("ix_cases_queue_of_kind", "state", "kind", "number"),
        Index("ix_cases_assigned_to", "assigned_to", "state", "number"),
        Index("ix_cases_billing_provider_id", "billing_provider_id", "number"),
        Index("ix_cases_opened_by_key", "opened_by_key", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True, start=200_001), unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    account_id: Mapped[UUID | None]
    billing_provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("billing_providers.id"))
    said_sealed: Mapped[str]
    preferred_days: Mapped[list[date]] = mapped_column(ARRAY(Date), server_default=text("'{}'"))
    scheduled_on: Mapped[date | None]
    assigned_to: Mapped[UUID | None]
    opened_by_key: Mapped[bytes]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class CaseNote(Base):
    """What somebody of the plan wrote down about a case."""

    __tablename__ = "case_notes"
    __table_args__ = (Index("ix_case_notes_case_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    by_account_id: Mapped[UUID]
    text_sealed: Mapped[str]
    at: Mapped[datetime]


class StaffAct(Base):
    """One thing that somebody of the plan did or looked at here, and why (R224). Never changed."""

    __tablename__ = "staff_acts"
    __table_args__ = (
        CheckConstraint("act <> ''", name="act_is_not_empty"),
        Index("ix_staff_acts_billing_provider_id", "billing_provider_id", "act", text("id DESC")),
        Index("ix_staff_acts_account_id", "account_id", text("id DESC")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[UUID]
    act: Mapped[str]
    billing_provider_id: Mapped[UUID | None]
    link_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    reason_sealed: Mapped[str | None]
    address_sealed: Mapped[str | None]
    at: Mapped[datetime]
