"""Whoever links an account anew and confirms the same agreement again leaves a row of that, too (R022)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_NAME, _TABLE = "one_acceptance_of_each_version", "agreement_acceptances"


def upgrade() -> None:
    """Keep for which of the link's contexts it was, and one row of each."""
    op.add_column(_TABLE, sa.Column("context_id", sa.Uuid()))
    op.execute(
        "UPDATE agreement_acceptances a SET context_id = l.context_id FROM links l"
        " WHERE l.id = a.link_id AND a.accepted_at >= l.linked_at"
    )
    op.drop_constraint(_NAME, _TABLE)
    op.create_unique_constraint(_NAME, _TABLE, ["link_id", "account_id", "version", "context_id"])


def downgrade() -> None:
    """Keep the first row of each version."""
    op.execute(
        "DELETE FROM agreement_acceptances a USING agreement_acceptances b WHERE a.link_id = b.link_id"
        " AND a.account_id = b.account_id AND a.version = b.version"
        " AND (a.accepted_at, a.id) > (b.accepted_at, b.id)"
    )
    op.drop_constraint(_NAME, _TABLE)
    op.drop_column(_TABLE, "context_id")
    op.create_unique_constraint(_NAME, _TABLE, ["link_id", "account_id", "version"])
