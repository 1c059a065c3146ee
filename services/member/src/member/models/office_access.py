"""This service's own copy of who may act for which office, and who works there (R037).

Kept by the directory's events and by nothing else; what is here decides what an office sees.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class OfficeAccess(Base):
    """What an account may do in a context, as of `version`. One that has ended stays, so that an event which
    comes late can't open it again."""

    __tablename__ = "office_access"
    __table_args__ = (
        CheckConstraint("role IN ('administrator', 'user')", name="role_is_known"),
        CheckConstraint("(account_id IS NULL) <= (ended_at IS NOT NULL)", name="running_access_is_somebodys"),
    )

    context_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None]
    billing_provider_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(server_default=text("'user'"))
    grants: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    version: Mapped[int] = mapped_column(server_default=text("0"))
    ended_at: Mapped[datetime | None]


class OfficeScope(Base):
    """How new the copy of an office's practitioners is."""

    __tablename__ = "office_scopes"

    billing_provider_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


class OfficePractitioner(Base):
    """Days on which a practitioner's work belongs to an office, both included; null is open-ended."""

    __tablename__ = "office_practitioners"

    billing_provider_id: Mapped[UUID] = mapped_column(primary_key=True)
    practitioner_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    ends_on: Mapped[date | None]
