"""The audit: entries in a chain, its head, and proofs of how far it was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from identity.models.base import Base


class AuditEntry(Base):
    """One state change or refused attempt (R237). `hash` covers the row and `prev_hash`."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject", "seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    subject: Mapped[UUID | None]
    action: Mapped[str]
    outcome: Mapped[str]
    address: Mapped[str | None]
    correlation_id: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class AuditHead(Base):
    """The one row that says how long the chain is. Whoever holds its lock may add to the chain."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_head"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]


class AuditCheckpoint(Base):
    """A keyed proof that the chain once was `seq` long and ended with `hash`."""

    __tablename__ = "audit_checkpoints"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes]
    at: Mapped[datetime]
    proof: Mapped[bytes]
