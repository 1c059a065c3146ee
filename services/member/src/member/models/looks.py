"""Who of the staff saw what of whom, and whom they searched for (R237)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Text, Uuid, func
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class RecordLook(Base):
    """Somebody other than the member saw her record. `looker` is an account, `context_id` in which context an
    office's person acted (R037); a written reason is sealed."""

    __tablename__ = "record_looks"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    member_key: Mapped[UUID] = mapped_column(ForeignKey("members.key", ondelete="CASCADE"))
    looker: Mapped[str]
    context_id: Mapped[UUID | None]
    role: Mapped[str]
    what: Mapped[str]
    reason: Mapped[str]
    reason_sealed: Mapped[str | None]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_record_looks_member_key", "member_key", "at", "id"),)


class RecordSearch(Base):
    """Somebody searched for a member: by what (member_id, name), the words, sealed, and who came up."""

    __tablename__ = "record_searches"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    searcher: Mapped[str]
    role: Mapped[str]
    by: Mapped[str] = mapped_column(Text)
    criteria_sealed: Mapped[str]
    found: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    at: Mapped[datetime]

    __table_args__ = (Index("ix_record_searches_searcher", "searcher", "at"),)
