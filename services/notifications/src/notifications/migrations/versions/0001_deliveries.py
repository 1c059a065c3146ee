"""The delivery log and the kit's tables."""

import sqlalchemy as sa
from alembic import op

from servicekit.store.migrating import create_kit_tables, drop_kit_tables

revision = "0001"
down_revision = None

_INSTANT = sa.DateTime(timezone=True)
_WAITING = "state IN ('queued', 'retrying')"
_FINAL = "state IN ('expired', 'failed', 'nobody', 'sent', 'uncertain')"
_STATES = "state IN ('expired', 'failed', 'nobody', 'queued', 'retrying', 'sending', 'sent', 'uncertain')"


def upgrade() -> None:
    create_kit_tables(op)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("account_id", sa.Uuid),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("next_try_at", _INSTANT),
        sa.Column("lease_until", _INSTANT),
        sa.Column("claim", sa.Uuid),
        sa.Column("handed_at", _INSTANT),
        sa.Column("message_id", sa.Text, nullable=False, unique=True),
        sa.Column("correlation_id", sa.Text),
        sa.Column("traceparent", sa.Text),
        sa.Column("content", sa.Text),
        sa.Column("expires_at", _INSTANT),
        sa.Column("failure", sa.Text),
        sa.Column("happened_at", _INSTANT, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.CheckConstraint(_STATES, name="known_state"),
        sa.CheckConstraint(f"(content IS NULL) = ({_FINAL})", name="content_until_final"),
        sa.CheckConstraint("(claim IS NULL) = (state <> 'sending')", name="claim_while_sending"),
        sa.CheckConstraint("(lease_until IS NULL) = (claim IS NULL)", name="lease_with_claim"),
        sa.CheckConstraint(f"(next_try_at IS NULL) = (NOT {_WAITING})", name="next_try_while_waiting"),
    )
    waiting, sending = sa.text(_WAITING), sa.text("state = 'sending'")
    op.create_index("ix_deliveries_due", "deliveries", ["next_try_at"], postgresql_where=waiting)
    op.create_index("ix_deliveries_lease", "deliveries", ["lease_until"], postgresql_where=sending)
    op.create_index("ix_deliveries_account", "deliveries", ["account_id", "created_at", "id"])
    nobody = sa.text("state = 'nobody'")
    op.create_index("ix_deliveries_nobody", "deliveries", ["created_at"], postgresql_where=nobody)


def downgrade() -> None:
    op.drop_table("deliveries")
    drop_kit_tables(op)
