"""Claims and their service lines."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric, func, text
from sqlalchemy.orm import Mapped, mapped_column

from claims.models.base import Base

MONEY = Numeric(12, 2)
UNITS = Numeric(11, 3)
RECEIVED, REPLACED, VOIDED = "received", "replaced", "voided"
SETTLED_BY = {"7": REPLACED, "8": VOIDED}
"""What becomes of a claim by the frequency code of the one that comes after it."""


class ClaimSettled(Exception):
    """Another claim came in its place before."""


class Claim(Base):
    """A professional claim as a provider submitted it (X12 005010X222A1).

    `control_number` is the plan's number for it. `fingerprint` tells it from every other (`rules.claims`): it
    is received once. The patient account number is the provider's own (R189), sealed and found by its keyed
    digest. `frequency` is 1 original, 7 replacement, 8 void; the last two name the `original`, which is
    `replaced` or `voided` since. Days are inclusive; charges are dollars."""

    __tablename__ = "claims"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'replaced', 'voided')", name="state_is_known"),
        CheckConstraint("frequency IN ('1', '7', '8')", name="frequency_is_known"),
        CheckConstraint("(frequency = '1') = (original_id IS NULL)", name="what_follows_names_its_original"),
        CheckConstraint("octet_length(fingerprint) = 32", name="fingerprint_is_32_bytes"),
        CheckConstraint("octet_length(patient_account_digest) = 32", name="account_digest_is_32_bytes"),
        CheckConstraint(r"billing_npi ~ '^[12]\d{9}$'", name="billing_npi_is_ten_digits"),
        CheckConstraint("diagnosis_code_set IN ('icd_9', 'icd_10')", name="code_set_is_known"),
        CheckConstraint("cardinality(diagnoses) > 0", name="there_is_a_diagnosis"),
        CheckConstraint("service_through >= service_from", name="service_ends_after_it_starts"),
        CheckConstraint("service_through <= received_on", name="received_after_the_service"),
        CheckConstraint("total_charge >= 0", name="total_is_not_negative"),
        Index("ix_claims_member_key", "member_key", "service_through"),
        Index("ix_claims_patient_account", "patient_account_digest", "billing_npi"),
        Index(
            "one_claim_in_place_of_another",
            "original_id",
            unique=True,
            postgresql_where=text("original_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    control_number: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True, start=10_000_001), unique=True
    )
    member_key: Mapped[UUID]
    state: Mapped[str] = mapped_column(server_default=text("'received'"))
    frequency: Mapped[str]
    original_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))
    sender: Mapped[str]
    fingerprint: Mapped[bytes] = mapped_column(unique=True)
    patient_account_digest: Mapped[bytes]
    patient_account_sealed: Mapped[str]
    billing_npi: Mapped[str]
    diagnosis_code_set: Mapped[str]
    diagnoses: Mapped[list[str]]
    service_from: Mapped[date]
    service_through: Mapped[date]
    total_charge: Mapped[Decimal] = mapped_column(MONEY)
    received_on: Mapped[date]
    created_at: Mapped[datetime]


class ClaimLine(Base):
    """One service of a claim, as SV1 and what follows it say.

    `diagnoses` are those of the claim that it points at, the main one first. `rendering_…` say who gave the
    service: a person or an organization, with the NUCC code that the claim names; all null when nobody is
    named."""

    __tablename__ = "claim_lines"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 50", name="number_is_one_of_fifty"),
        CheckConstraint("service_through >= service_from", name="service_ends_after_it_starts"),
        CheckConstraint("charge >= 0", name="charge_is_not_negative"),
        CheckConstraint("cardinality(diagnoses) > 0", name="there_is_a_diagnosis"),
        CheckConstraint(r"rendering_npi ~ '^[12]\d{9}$'", name="rendering_npi_is_ten_digits"),
        CheckConstraint("rendering_kind IN ('person', 'organization')", name="rendering_kind_is_known"),
        CheckConstraint(
            "(rendering_npi IS NULL) = (rendering_kind IS NULL)", name="who_rendered_has_kind_and_npi"
        ),
    )

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    service_from: Mapped[date]
    service_through: Mapped[date]
    procedure_code: Mapped[str]
    modifiers: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    place_of_service: Mapped[str]
    diagnoses: Mapped[list[str]]
    charge: Mapped[Decimal] = mapped_column(MONEY)
    units: Mapped[Decimal | None] = mapped_column(UNITS)
    unit: Mapped[str | None]
    rendering_npi: Mapped[str | None]
    rendering_kind: Mapped[str | None]
    rendering_specialty: Mapped[str | None]


def settled_by(state: str, frequency: str) -> str:
    """The state of a claim once another of this frequency comes after it. Raises ClaimSettled when one
    did."""
    if state != RECEIVED:
        raise ClaimSettled()
    return SETTLED_BY[frequency]
