"""An office's open invitations are read a page at a time, the newest first (R048)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_SHOWN = "state IN ('bounced', 'expired', 'sent', 'staged')"


def upgrade() -> None:
    """Create the index that has their order."""
    columns = ["billing_provider_id", sa.text("number DESC")]
    op.create_index("ix_invitations_shown", "invitations", columns, postgresql_where=sa.text(_SHOWN))


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_invitations_shown", "invitations")
