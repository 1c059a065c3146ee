"""A letter knows what kind of account it is to, so that Member Services sees those of members only."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add it; of letters from before it nobody knows."""
    op.add_column("deliveries", sa.Column("kind", sa.Text))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("deliveries", "kind")
