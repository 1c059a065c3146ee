"""Where an account is logged in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from identity.models.base import Base


class Session(Base):
    """One log-in. `generation` says which refresh token is the current one; `seen_from` is sealed."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_account_id", "account_id"),
        Index("ix_sessions_ended_at", "ended_at"),
        Index("ix_sessions_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    generation: Mapped[int]
    rotated_at: Mapped[datetime]
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    seen_from: Mapped[str | None]
