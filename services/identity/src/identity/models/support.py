"""What specialists write down for callers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from identity.models.base import Base


class CallerCheck(Base):
    """How a specialist made sure whom she talks to (R178, R181). `note` is sealed."""

    __tablename__ = "caller_checks"
    __table_args__ = (Index("ix_caller_checks_account_id", "account_id", "specialist_id", "made_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    specialist_id: Mapped[UUID]
    verified: Mapped[list[str]] = mapped_column(ARRAY(Text))
    note: Mapped[str | None]
    made_at: Mapped[datetime]


class OwnerEmailChange(Base):
    """An address that a specialist wrote down for an owner; it waits, and can be called off, until it takes
    effect (R181). `email` is sealed. A newer one takes its place."""

    __tablename__ = "owner_email_changes"
    __table_args__ = (Index("ix_owner_email_changes_takes_effect_at", "takes_effect_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str]
    check_id: Mapped[UUID]
    created_at: Mapped[datetime]
    takes_effect_at: Mapped[datetime]
