"""Claims and their service lines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create them."""
    _create_claims()
    _create_claim_lines()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("claim_lines")
    op.drop_table("claims")


def _text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=sa.text(default) if default else None)


def _texts(name: str, default: str | None = None) -> sa.Column:
    kind = postgresql.ARRAY(sa.Text())
    return sa.Column(name, kind, nullable=False, server_default=sa.text(default) if default else None)


def _bytes(name: str, **kwargs) -> sa.Column:
    return sa.Column(name, sa.LargeBinary(), nullable=False, **kwargs)


def _day(name: str) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=False)


def _money(name: str) -> sa.Column:
    return sa.Column(name, sa.Numeric(12, 2), nullable=False)


def _check(condition: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def _create_claims() -> None:
    number = sa.Identity(always=True, start=10_000_001)
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()")),
        sa.Column("control_number", sa.BigInteger(), number, nullable=False, unique=True),
        sa.Column("member_key", sa.Uuid(), nullable=False), _text("state", default="'received'"),
        _text("frequency"), sa.Column("original_id", sa.Uuid(), sa.ForeignKey("claims.id")), _text("sender"),
        _bytes("fingerprint", unique=True), _bytes("patient_account_digest"), _text("patient_account_sealed"),
        _text("billing_npi"), _text("diagnosis_code_set"), _texts("diagnoses"), _day("service_from"),
        _day("service_through"), _money("total_charge"), _day("received_on"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _check("state IN ('received', 'replaced', 'voided')", "state_is_known"),
        _check("frequency IN ('1', '7', '8')", "frequency_is_known"),
        _check("(frequency = '1') = (original_id IS NULL)", "what_follows_names_its_original"),
        _check("octet_length(fingerprint) = 32", "fingerprint_is_32_bytes"),
        _check("octet_length(patient_account_digest) = 32", "account_digest_is_32_bytes"),
        _check(r"billing_npi ~ '^[12]\d{9}$'", "billing_npi_is_ten_digits"),
        _check("diagnosis_code_set IN ('icd_9', 'icd_10')", "code_set_is_known"),
        _check("cardinality(diagnoses) > 0", "there_is_a_diagnosis"),
        _check("service_through >= service_from", "service_ends_after_it_starts"),
        _check("service_through <= received_on", "received_after_the_service"),
        _check("total_charge >= 0", "total_is_not_negative"),
    )  # fmt: skip
    op.create_index("ix_claims_member_key", "claims", ["member_key", "service_through"])
    op.create_index("ix_claims_patient_account", "claims", ["patient_account_digest", "billing_npi"])
    op.create_index(
        "one_claim_in_place_of_another",
        "claims",
        ["original_id"],
        unique=True,
        postgresql_where=sa.text("original_id IS NOT NULL"),
    )


def _create_claim_lines() -> None:
    key = sa.ForeignKey("claims.id", ondelete="CASCADE")
    op.create_table(
        "claim_lines",
        sa.Column("claim_id", sa.Uuid(), key, primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        _day("service_from"), _day("service_through"), _text("procedure_code"), _texts("modifiers", "'{}'"),
        _text("place_of_service"), _texts("diagnoses"), _money("charge"),
        sa.Column("units", sa.Numeric(11, 3)), _text("unit", nullable=True),
        _text("rendering_npi", nullable=True), _text("rendering_kind", nullable=True),
        _text("rendering_specialty", nullable=True),
        _check("number BETWEEN 1 AND 50", "number_is_one_of_fifty"),
        _check("service_through >= service_from", "service_ends_after_it_starts"),
        _check("charge >= 0", "charge_is_not_negative"),
        _check("cardinality(diagnoses) > 0", "there_is_a_diagnosis"),
        _check(r"rendering_npi ~ '^[12]\d{9}$'", "rendering_npi_is_ten_digits"),
        _check("rendering_kind IN ('person', 'organization')", "rendering_kind_is_known"),
        _check("(rendering_npi IS NULL) = (rendering_kind IS NULL)", "who_rendered_has_kind_and_npi"),
    )  # fmt: skip
