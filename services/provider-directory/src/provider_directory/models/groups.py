"""Organisations, who belongs to them, and where they are."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from provider_directory.models.base import NPI_FORM, TAX_ID_DIGEST_FORM, ZIP_FORM, Base


class Group(Base):
    """An organisation: a medical group under its Tax ID, a facility, a payer or a network.

    A Tax ID may stand on several groups (a parent and its clinics); an organisation's NPI on one. It is
    sealed, and found by its keyed digest (R011).
    """

    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint(NPI_FORM, name="npi_is_ten_digits"),
        CheckConstraint(TAX_ID_DIGEST_FORM, name="tax_id_digest_is_32_bytes"),
        CheckConstraint(
            "(tax_id_sealed IS NULL) = (tax_id_digest IS NULL)", name="sealed_tax_id_has_its_digest"
        ),
        CheckConstraint("name <> ''", name="name_is_not_empty"),
        CheckConstraint("kind IN ('group', 'facility', 'payer', 'network', 'other')", name="kind_is_known"),
        UniqueConstraint("source", "source_ref", name="one_group_per_source_ref"),
        Index("ix_groups_tax_id_digest", "tax_id_digest"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    npi: Mapped[str | None] = mapped_column(unique=True)
    tax_id_sealed: Mapped[str | None]
    tax_id_digest: Mapped[bytes | None]
    name: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    source_ref: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Affiliation(Base):
    """The days on which a practitioner belongs to a group; null is open-ended."""

    __tablename__ = "affiliations"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        ExcludeConstraint(
            ("practitioner_id", "="),
            ("group_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="no_overlap_within_group",
            using="gist",
        ),
        Index("ix_affiliations_group_id", "group_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id", ondelete="CASCADE"))
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Address(Base):
    """Where a practitioner or a group is (practice), takes letters (mailing) or payments (remittance).

    `phone` is E.164 and `extension` digits. `county` is set where it is one of the plan's.
    """

    __tablename__ = "addresses"
    __table_args__ = (
        CheckConstraint("num_nonnulls(practitioner_id, group_id) = 1", name="one_owner"),
        CheckConstraint("use IN ('practice', 'mailing', 'remittance')", name="use_is_known"),
        CheckConstraint(ZIP_FORM, name="zip_code_is_five_digits"),
        CheckConstraint("state ~ '^[A-Z]{2}$'", name="state_is_two_letters"),
        CheckConstraint(r"phone ~ '^\+1\d{10}$'", name="phone_is_e164"),
        UniqueConstraint("source", "source_ref", name="one_address_per_source_ref"),
        Index("ix_addresses_practitioner_id", "practitioner_id"),
        Index("ix_addresses_group_id", "group_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id", ondelete="CASCADE"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    use: Mapped[str]
    name: Mapped[str]
    line1: Mapped[str]
    line2: Mapped[str | None]
    city: Mapped[str]
    state: Mapped[str]
    zip_code: Mapped[str]
    county: Mapped[str | None]
    phone: Mapped[str | None]
    extension: Mapped[str | None]
    source: Mapped[str]
    source_ref: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
