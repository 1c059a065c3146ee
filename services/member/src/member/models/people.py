"""Members."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from member.models.base import Base


class Member(Base):
    """One person the plan covers, covered or will cover.

    The Member ID is sealed and found by its keyed digest: with names and birth date, which stay
    readable, it would be all that a thief with a copy of the table needs to sign up as anybody.
    `card_reference` is all that the code on the card says. `version` counts changes; `source` says what
    made the last one.
    """

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("octet_length(member_id_digest) = 32", name="member_id_digest_is_32_bytes"),
        CheckConstraint("date_of_death >= date_of_birth", name="death_after_birth"),
        CheckConstraint("first_name <> '' AND last_name <> ''", name="names_are_not_empty"),
        CheckConstraint("sex IN ('female', 'male', 'unknown')", name="sex_is_known_code"),
        Index("ix_members_date_of_birth", "date_of_birth", "key"),
    )

    key: Mapped[UUID] = mapped_column(primary_key=True)
    member_id_digest: Mapped[bytes] = mapped_column(unique=True)
    member_id_sealed: Mapped[str]
    first_name: Mapped[str]
    middle_name: Mapped[str | None]
    last_name: Mapped[str]
    date_of_birth: Mapped[date]
    date_of_death: Mapped[date | None]
    sex: Mapped[str]
    language: Mapped[str] = mapped_column(server_default=text("'en'"))
    county: Mapped[str | None]
    card_reference: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid(), unique=True)
    source: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
