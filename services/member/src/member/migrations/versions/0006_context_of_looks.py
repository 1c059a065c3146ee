"""For which office somebody looked at a record (R037)."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Looks from before have none."""
    op.add_column("record_looks", sa.Column("context_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("record_looks", "context_id")
