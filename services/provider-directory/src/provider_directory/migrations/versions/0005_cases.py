"""Cases with their notes, what staff did and why, and finding offices by name or representative."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create them."""
    _create_cases()
    _create_notes()
    _create_acts()
    by_name = [sa.text("lower(name) text_pattern_ops"), "id"]
    op.create_index("ix_billing_providers_name", "billing_providers", by_name)
    of_representative = ["representative_id", "id"]
    op.create_index("ix_billing_providers_representative_id", "billing_providers", of_representative)


def downgrade() -> None:
    """Drop them."""
    for name in ("name", "representative_id"):
        op.drop_index(f"ix_billing_providers_{name}", "billing_providers")
    for name in ("staff_acts", "case_notes", "cases"):
        op.drop_table(name)


def _serial() -> sa.Column:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _key(name: str, other: str | None = None, *, nullable: bool = True) -> sa.Column:
    points_to = [sa.ForeignKey(other)] if other else []
    return sa.Column(name, sa.Uuid(), *points_to, nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, _INSTANT, nullable=nullable)


def _create_cases() -> None:
    number = sa.Identity(always=True, start=200_001)
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("number", sa.BigInteger(), number, nullable=False, unique=True),
        _text("kind"), _text("state"), _key("account_id"),
        _key("billing_provider_id", "billing_providers.id"), _text("said_sealed"),
        sa.Column(
            "preferred_days", postgresql.ARRAY(sa.Date()), nullable=False, server_default=sa.text("'{}'")
        ),
        sa.Column("scheduled_on", sa.Date()), _key("assigned_to"),
        sa.Column("opened_by_key", sa.LargeBinary(), nullable=False),
        _at("opened_at"), _at("changed_at"), _at("closed_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.CheckConstraint(
            "kind IN ('association_failed', 'locked_out', 'lost_email', 'missing_feature', 'webinar_copy',"
            " 'training', 'other')",
            name="kind_is_known",
        ),
        sa.CheckConstraint("state IN ('open', 'waiting', 'closed')", name="state_is_known"),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_a_moment"),
        sa.CheckConstraint("scheduled_on IS NULL OR kind = 'training'", name="training_is_scheduled"),
    )  # fmt: skip
    op.create_index("ix_cases_queue", "cases", ["state", "number"])
    op.create_index("ix_cases_queue_of_kind", "cases", ["state", "kind", "number"])
    op.create_index("ix_cases_assigned_to", "cases", ["assigned_to", "state", "number"])
    op.create_index("ix_cases_billing_provider_id", "cases", ["billing_provider_id", "number"])
    op.create_index("ix_cases_opened_by_key", "cases", ["opened_by_key", "opened_at"])


def _create_notes() -> None:
    case = sa.ForeignKey("cases.id", ondelete="CASCADE")
    op.create_table(
        "case_notes",
        _serial(), sa.Column("case_id", sa.Uuid(), case, nullable=False),
        _key("by_account_id", nullable=False), _text("text_sealed"), _at("at"),
    )  # fmt: skip
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id", "id"])


def _create_acts() -> None:
    op.create_table(
        "staff_acts",
        _serial(), _key("account_id", nullable=False), _text("act"), _key("billing_provider_id"),
        _key("link_id"), _key("case_id"), _text("reason_sealed", nullable=True),
        _text("address_sealed", nullable=True), _at("at"),
        sa.CheckConstraint("act <> ''", name="act_is_not_empty"),
    )  # fmt: skip
    newest = sa.text("id DESC")
    op.create_index("ix_staff_acts_billing_provider_id", "staff_acts", ["billing_provider_id", "act", newest])
    op.create_index("ix_staff_acts_account_id", "staff_acts", ["account_id", newest])
