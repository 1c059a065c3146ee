"""Letters have a priority, so that a code does not wait behind ten thousand invitations; and what they are
about, so that its owner learns when one fails."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_WAITING = sa.text("state IN ('queued', 'retrying')")


def upgrade() -> None:
    """Add the column, and look for what is due by it."""
    priority = sa.Column("priority", sa.SmallInteger, nullable=False, server_default=sa.text("1"))
    op.add_column("deliveries", priority)
    op.add_column("deliveries", sa.Column("about_id", sa.Uuid))
    op.drop_index("ix_deliveries_due", "deliveries")
    op.create_index("ix_deliveries_due", "deliveries", ["priority", "next_try_at"], postgresql_where=_WAITING)


def downgrade() -> None:
    """Without it."""
    op.drop_index("ix_deliveries_due", "deliveries")
    op.create_index("ix_deliveries_due", "deliveries", ["next_try_at"], postgresql_where=_WAITING)
    op.drop_column("deliveries", "about_id")
    op.drop_column("deliveries", "priority")
