"""What was tried how often."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, Interval, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from identity.models.base import Base


class Attempt(Base):
    """One budget of one subject: failures, and tries under way.

    `pending` maps a reservation's id to the moment (seconds since 1970) when it runs out. A reservation
    that ran
    out belongs to a process that died between reserving and settling. It may have looked at the secret, so it
    goes on counting as a failure.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        CheckConstraint("failed >= 0 AND cap > 0", name="counts_are_possible"),
        Index("ix_attempts_changed_at", "changed_at"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[bytes] = mapped_column(primary_key=True)
    failed: Mapped[int]
    pending: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    cap: Mapped[int]
    forgiving: Mapped[bool]
    cool_down: Mapped[timedelta | None] = mapped_column(Interval)
    resets_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
