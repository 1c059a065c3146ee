"""Office staff without a card, accounts that were moved here from an old portal, checks of callers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0004"
down_revision = "0003"

NOW = sa.DateTime(timezone=True)
STATES = "state IN ('active', 'dormant', 'disabled')"


def upgrade() -> None:
    """Create it."""
    _widen_accounts()
    _widen_sign_ups()
    _create_support()


def downgrade() -> None:
    """Drop it."""
    op.drop_table("owner_email_changes")
    op.drop_table("caller_checks")
    op.execute("DELETE FROM sign_ups WHERE kind <> 'member'")
    op.drop_constraint("a_member_signs_up_with_a_card", "sign_ups")
    op.alter_column("sign_ups", "member_key", nullable=False)
    op.alter_column("sign_ups", "member_id_key", nullable=False)
    op.drop_column("sign_ups", "kind")
    op.execute("UPDATE accounts SET state = 'disabled' WHERE state = 'dormant'")
    op.drop_constraint("account_state_is_known", "accounts")
    op.create_check_constraint("account_state_is_known", "accounts", "state IN ('active', 'disabled')")
    for column in ("legacy_work", "legacy_family", "source_key", "name_keys", "email_key"):
        op.drop_column("accounts", column)


def _widen_accounts() -> None:
    op.add_column("accounts", sa.Column("email_key", sa.LargeBinary()))
    op.add_column(
        "accounts",
        sa.Column("name_keys", pg.ARRAY(sa.LargeBinary()), nullable=False, server_default=sa.text("'{}'")),
    )
    op.add_column("accounts", sa.Column("source_key", sa.LargeBinary()))
    op.add_column("accounts", sa.Column("legacy_family", sa.Text()))
    op.add_column("accounts", sa.Column("legacy_work", sa.Integer()))
    op.drop_constraint("account_state_is_known", "accounts")
    op.create_check_constraint("account_state_is_known", "accounts", STATES)
    op.create_index("ix_accounts_email_key", "accounts", ["email_key"])
    op.create_index("ix_accounts_name_keys", "accounts", ["name_keys"], postgresql_using="gin")
    without = sa.text("email_key IS NULL")
    op.create_index("ix_accounts_without_keys", "accounts", ["id"], postgresql_where=without)
    moved = sa.text("legacy_family IS NOT NULL AND state = 'active'")
    op.create_index(
        "ix_accounts_legacy", "accounts", ["legacy_family", "legacy_work"], postgresql_where=moved
    )


def _widen_sign_ups() -> None:
    op.add_column(
        "sign_ups", sa.Column("kind", sa.Text(), nullable=False, server_default=sa.text("'member'"))
    )
    op.alter_column("sign_ups", "member_key", nullable=True)
    op.alter_column("sign_ups", "member_id_key", nullable=True)
    op.create_check_constraint(
        "a_member_signs_up_with_a_card",
        "sign_ups",
        "kind = 'provider' OR (member_key IS NOT NULL AND member_id_key IS NOT NULL)",
    )


def _create_support() -> None:
    op.create_table(
        "caller_checks",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("specialist_id", sa.Uuid(), nullable=False),
        sa.Column("verified", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("made_at", NOW, nullable=False),
    )
    op.create_index(
        "ix_caller_checks_account_id", "caller_checks", ["account_id", "specialist_id", "made_at"]
    )
    op.create_table(
        "owner_email_changes",
        sa.Column(
            "account_id", sa.Uuid(), sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", NOW, nullable=False),
        sa.Column("takes_effect_at", NOW, nullable=False),
    )
    op.create_index("ix_owner_email_changes_takes_effect_at", "owner_email_changes", ["takes_effect_at"])
