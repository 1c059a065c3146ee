"""What a member wishes: language, interpreter, size of text, how to be told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class Preferences(Base):
    """One row per member who chose anything (R151, R156). `notices` maps a kind of notice to how it comes."""

    __tablename__ = "preferences"

    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"), primary_key=True)
    spoken_language: Mapped[str | None]
    written_language: Mapped[str | None]
    needs_interpreter: Mapped[bool] = mapped_column(server_default=text("false"))
    text_size: Mapped[str] = mapped_column(server_default=text("'1'"))
    grayscale: Mapped[bool] = mapped_column(server_default=text("false"))
    notices: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    changed_at: Mapped[datetime]


class PreferenceChange(Base):
    """What her wishes were from a version on, and whose account said so (R237)."""

    __tablename__ = "preference_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    version: Mapped[int]
    changed_by: Mapped[str]
    wishes: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_preference_changes_member_key", "member_key", "version", unique=True),)
