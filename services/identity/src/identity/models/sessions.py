"""Where an account is logged in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from identity.models.base import Base


class Session(Base):
    """One log-in. `generation` says which refresh token is the current one; `seen_from` is sealed.

    `proved_at` is when the second factor was given; `context_id` is for which Provider ID the person acts.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_account_id", "account_id"),
        Index("ix_sessions_ended_at", "ended_at"),
        Index("ix_sessions_expires_at", "expires_at"),
        Index("ix_sessions_context_id", "context_id", postgresql_where=text("context_id IS NOT NULL")),
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
    proved_at: Mapped[datetime | None]
    context_id: Mapped[UUID | None]


class EndedContext(Base):
    """A context in which nobody acts any more. It never comes back: a link that is restored has another."""

    __tablename__ = "ended_contexts"
    __table_args__ = (Index("ix_ended_contexts_ended_at", "ended_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ended_at: Mapped[datetime]
