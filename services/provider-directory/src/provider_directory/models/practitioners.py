"""People who treat members, and what they are qualified for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import NPI_FORM, Base


class Practitioner(Base):
    """One doctor, nurse practitioner or other person with a National Provider Identifier.

    `languages` are BCP 47 codes. `source` is what made the last change, `source_ref` its name for her;
    `version` counts changes.
    """

    __tablename__ = "practitioners"
    __table_args__ = (
        CheckConstraint(NPI_FORM, name="npi_is_ten_digits"),
        CheckConstraint("first_name <> '' AND last_name <> ''", name="names_are_not_empty"),
        CheckConstraint("gender IN ('female', 'male', 'other', 'unknown')", name="gender_is_known_code"),
        Index("ix_practitioners_source_ref", "source", "source_ref"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    npi: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    middle_name: Mapped[str | None]
    last_name: Mapped[str]
    credential: Mapped[str | None]
    gender: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    source: Mapped[str]
    source_ref: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Specialty(Base):
    """A NUCC taxonomy code of a practitioner; one of them is the main one."""

    __tablename__ = "specialties"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9A-Z]{9}X$'", name="code_is_nucc"),
        Index("one_main_specialty", "practitioner_id", unique=True, postgresql_where=text("main")),
    )

    practitioner_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioners.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(primary_key=True)
    main: Mapped[bool] = mapped_column(server_default=text("false"))
