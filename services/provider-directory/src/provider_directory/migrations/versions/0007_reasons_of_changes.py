"""Why an administrator ended or gave back somebody's access, sealed (R053, R184)."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add it; changes from before have none."""
    op.add_column("access_changes", sa.Column("reason_sealed", sa.Text()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("access_changes", "reason_sealed")
