"""Accounts, attempts, flows with codes, sessions, the audit chain, and servicekit's tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from servicekit.store.migrating import create_kit_tables, drop_kit_tables

revision = "0001"
down_revision = None

NOW = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create everything of the first release."""
    create_kit_tables(op)
    _create_accounts()
    _create_usernames_and_devices()
    _create_attempts()
    _create_sign_ups()
    _create_recoveries_and_codes()
    _create_sessions()
    _create_audit()


def downgrade() -> None:
    """Drop it all."""
    for table in (
        "audit_checkpoints",
        "audit_head",
        "audit_entries",
        "sessions",
        "codes",
        "recoveries",
        "sign_ups",
        "attempts",
        "devices",
        "usernames",
        "accounts",
    ):
        op.drop_table(table)
    drop_kit_tables(op)


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("roles", pg.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("name_key", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("member_key", sa.Uuid(), unique=True),
        sa.Column("member_id_key", sa.LargeBinary()),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("password_changed_at", NOW, nullable=False),
        sa.Column("must_reset", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("locked_at", NOW),
        sa.Column("first_session_at", NOW),
        sa.Column("terms_version", sa.Text()),
        sa.Column("terms_accepted_at", NOW),
        sa.Column("created_at", NOW, nullable=False),
        sa.Column("changed_at", NOW, nullable=False),
        sa.CheckConstraint("state IN ('active', 'disabled')", name="account_state_is_known"),
        sa.CheckConstraint("kind IN ('member', 'provider', 'staff')", name="account_kind_is_known"),
    )
    op.create_index("ix_accounts_member_id_key", "accounts", ["member_id_key"])


def _create_usernames_and_devices() -> None:
    op.create_table(
        "usernames",
        sa.Column("name_key", sa.LargeBinary(), primary_key=True),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("sign_up_id", sa.Uuid()),
        sa.Column("member_key", sa.Uuid()),
        sa.Column("held_until", NOW),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (held_until IS NULL)", name="held_for_good_or_for_a_while"
        ),
    )
    op.create_index("ix_usernames_held_until", "usernames", ["held_until"])
    op.create_index("ix_usernames_member_key", "usernames", ["member_key"])
    op.create_table(
        "devices",
        sa.Column("token_key", sa.LargeBinary(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created_at", NOW, nullable=False),
        sa.Column("last_used_at", NOW, nullable=False),
    )
    op.create_index("ix_devices_account_id", "devices", ["account_id"])
    op.create_index("ix_devices_last_used_at", "devices", ["last_used_at"])


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("purpose", sa.Text(), primary_key=True),
        sa.Column("subject", sa.LargeBinary(), primary_key=True),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("pending", pg.JSONB(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("forgiving", sa.Boolean(), nullable=False),
        sa.Column("cool_down", sa.Interval()),
        sa.Column("resets_at", NOW),
        sa.Column("changed_at", NOW, nullable=False),
        sa.CheckConstraint("failed >= 0 AND cap > 0", name="counts_are_possible"),
    )
    op.create_index("ix_attempts_changed_at", "attempts", ["changed_at"])


def _create_sign_ups() -> None:
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name_key", sa.LargeBinary(), nullable=False),
        sa.Column("email_key", sa.LargeBinary(), nullable=False),
        sa.Column("member_key", sa.Uuid(), nullable=False),
        sa.Column("member_id_key", sa.LargeBinary(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.Text(), nullable=False),
        sa.Column("terms_accepted_at", NOW, nullable=False),
        sa.Column("created_at", NOW, nullable=False),
        sa.Column("expires_at", NOW, nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'decoy', 'confirmed', 'superseded', 'expired')",
            name="sign_up_state_is_known",
        ),
    )
    op.create_index(
        "one_pending_sign_up_per_member",
        "sign_ups",
        ["member_key"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_sign_ups_email_key", "sign_ups", ["email_key"])
    op.create_index("ix_sign_ups_expires_at", "sign_ups", ["expires_at"])


def _create_recoveries_and_codes() -> None:
    op.create_table(
        "recoveries",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid()),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("wants_username", sa.Boolean(), nullable=False),
        sa.Column("wants_password", sa.Boolean(), nullable=False),
        sa.Column("created_at", NOW, nullable=False),
        sa.Column("expires_at", NOW, nullable=False),
    )
    op.create_index("ix_recoveries_expires_at", "recoveries", ["expires_at"])
    op.create_table(
        "codes",
        sa.Column("purpose", sa.Text(), primary_key=True),
        sa.Column("subject", sa.Uuid(), primary_key=True),
        sa.Column("code_key", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", NOW, nullable=False),
        sa.Column("expires_at", NOW, nullable=False),
        sa.Column("used_at", NOW),
    )
    op.create_index("ix_codes_expires_at", "codes", ["expires_at"])


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rotated_at", NOW, nullable=False),
        sa.Column("started_at", NOW, nullable=False),
        sa.Column("last_seen_at", NOW, nullable=False),
        sa.Column("expires_at", NOW, nullable=False),
        sa.Column("ended_at", NOW),
        sa.Column("ended_by", sa.Text()),
        sa.Column("seen_from", sa.Text()),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_index("ix_sessions_ended_at", "sessions", ["ended_at"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])


def _create_audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", NOW, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("correlation_id", sa.Text()),
        sa.Column("details", pg.JSONB(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject", "seq"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name="one_head"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": bytes(32)}])
    op.create_table(
        "audit_checkpoints",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", NOW, nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
    )
