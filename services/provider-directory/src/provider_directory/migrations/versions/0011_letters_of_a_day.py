"""How many invitations an office sends on a day is counted (R045)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the counts."""
    office = sa.ForeignKey("billing_providers.id")
    op.create_table(
        "invitation_counts",
        sa.Column("billing_provider_id", sa.Uuid(), office, primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("invitation_counts")
