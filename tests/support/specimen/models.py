"""The ledger."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Identity, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicekit.store import kit_tables


class Base(DeclarativeBase):
    """The specimen's tables."""


class Effect(Base):
    """One effect that happened: committed, counted, never updated."""

    __tablename__ = "effects"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(Text, index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Attempt(Base):
    """One attempt that began: committed before the effect is tried, so that a killed one is counted too."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(Text, index=True)


kit_tables(Base.metadata)
