"""Who may act for which office, and who works there: a copy of what the directory tells."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "office_access",
        sa.Column("context_id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("billing_provider_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False, server_default=sa.text("'user'")),
        sa.Column("grants", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('administrator', 'user')", name="role_is_known"),
        sa.CheckConstraint(
            "(account_id IS NULL) <= (ended_at IS NOT NULL)", name="running_access_is_somebodys"
        ),
    )
    op.create_table(
        "office_scopes",
        sa.Column("billing_provider_id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "office_practitioners",
        sa.Column("billing_provider_id", sa.Uuid(), primary_key=True),
        sa.Column("practitioner_id", sa.Uuid(), primary_key=True),
        sa.Column("starts_on", sa.Date(), primary_key=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("office_practitioners")
    op.drop_table("office_scopes")
    op.drop_table("office_access")
