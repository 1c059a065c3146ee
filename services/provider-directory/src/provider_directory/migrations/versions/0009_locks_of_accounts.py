"""Locks belong to accounts and end: access that begins while one holds shows it, too (R051). And accounts
that are disabled are known: an administrator's may have been the last one (R021, R054)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Take them out of the links. What is locked now stays so until it is unlocked."""
    op.create_table(
        "account_locks",
        sa.Column("account_id", sa.Uuid(), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.CheckConstraint("NOT disabled OR until IS NULL", name="disabled_is_for_good"),
    )
    op.execute("INSERT INTO account_locks (account_id) SELECT DISTINCT account_id FROM links WHERE locked")
    op.drop_column("links", "locked")


def downgrade() -> None:
    """Put them back."""
    op.add_column("links", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.execute(
        "UPDATE links SET locked = true WHERE account_id IN"
        " (SELECT account_id FROM account_locks WHERE until IS NULL OR until > now())"
    )
    op.drop_table("account_locks")
