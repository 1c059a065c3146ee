"""Authenticators and recovery codes; which session is proved and in which context it acts; ended contexts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NOW = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create them."""
    _create_second_factors()
    op.add_column("sessions", sa.Column("proved_at", NOW))
    op.add_column("sessions", sa.Column("context_id", sa.Uuid()))
    in_one = sa.text("context_id IS NOT NULL")
    op.create_index("ix_sessions_context_id", "sessions", ["context_id"], postgresql_where=in_one)
    op.create_table(
        "ended_contexts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("ended_at", NOW, nullable=False),
    )
    op.create_index("ix_ended_contexts_ended_at", "ended_contexts", ["ended_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("ended_contexts")
    op.drop_index("ix_sessions_context_id", "sessions")
    op.drop_column("sessions", "context_id")
    op.drop_column("sessions", "proved_at")
    op.drop_table("recovery_codes")
    op.drop_table("authenticators")


def _create_second_factors() -> None:
    op.create_table(
        "authenticators",
        _account(),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("started_at", NOW, nullable=False),
        sa.Column("confirmed_at", NOW),
        sa.Column("last_step", sa.BigInteger()),
    )
    op.create_table(
        "recovery_codes",
        _account(),
        sa.Column("code_key", sa.LargeBinary(), primary_key=True),
        sa.Column("created_at", NOW, nullable=False),
        sa.Column("used_at", NOW),
    )


def _account() -> sa.Column:
    owner = sa.ForeignKey("accounts.id", ondelete="CASCADE")
    return sa.Column("account_id", sa.Uuid(), owner, primary_key=True)
