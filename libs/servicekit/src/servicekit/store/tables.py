"""The three tables that every service's database has beside its own."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

kit = MetaData()

outbox = Table(
    "outbox",
    kit,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("about", Text, nullable=False),
    Column("exchange", Text, nullable=False),
    Column("routing_key", Text, nullable=False),
    Column("mandatory", Integer, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Index("ix_outbox_about", "about", "id"),
)
"""Events told by committed transactions and not yet confirmed by the broker."""

inbox = Table(
    "inbox",
    kit,
    Column("event_id", Uuid, primary_key=True),
    Column("listener", Text, primary_key=True),
    Column("attempts", Integer, nullable=False, server_default=text("1")),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("handled_at", DateTime(timezone=True)),
    Index("ix_inbox_handled_at", "handled_at"),
)
"""What this service heard: attempts counted before the handler begins, handled in its transaction."""

idempotency = Table(
    "idempotency",
    kit,
    Column("procedure", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("answer", Text),
    Column("lease_until", DateTime(timezone=True), nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Index("ix_idempotency_begun_at", "begun_at"),
)
"""Commands by idempotency key, with their sealed first answer."""


def kit_tables(metadata: MetaData) -> None:
    """Add the three tables to a service's metadata, so that models and migrations can be compared."""
    for table in kit.sorted_tables:
        table.to_metadata(metadata)
