"""Enrolment files that were loaded, what was refused of them, and dependants."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create them."""
    _create_transactions()
    _create_refusals()
    _create_dependants()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("dependants")
    op.drop_table("enrolment_refusals")
    op.drop_table("enrolment_transactions")


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()"))


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text(default) if default else None)


def _create_transactions() -> None:
    op.create_table(
        "enrolment_transactions",
        _id(), _text("sender"), _text("interchange_number"), _text("group_number"),
        _text("transaction_number"), sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        _number("members"), _number("members_done", "0"),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint(
            "sender", "interchange_number", "group_number", "transaction_number", name="loaded_once"
        ),
        sa.CheckConstraint("members_done BETWEEN 0 AND members", name="done_are_some_of_all"),
    )  # fmt: skip


def _create_refusals() -> None:
    key = sa.ForeignKey("enrolment_transactions.id", ondelete="CASCADE")
    op.create_table(
        "enrolment_refusals",
        _id(), sa.Column("transaction_id", sa.Uuid(), key, nullable=False), _number("member_number"),
        sa.Column("whole", sa.Boolean(), nullable=False), _number("segment"), _text("loop"), _text("reason"),
    )  # fmt: skip
    op.create_index(
        "ix_enrolment_refusals_transaction_id", "enrolment_refusals", ["transaction_id", "member_number"]
    )


def _create_dependants() -> None:
    member, subscriber = (sa.ForeignKey("members.key", ondelete="CASCADE") for _ in range(2))
    op.create_table(
        "dependants",
        sa.Column("member_key", sa.Uuid(), member, primary_key=True),
        sa.Column("subscriber_key", sa.Uuid(), subscriber, nullable=False),
        _text("relationship"), _text("source"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("member_key <> subscriber_key", name="nobody_depends_on_herself"),
    )  # fmt: skip
    op.create_index("ix_dependants_subscriber_key", "dependants", ["subscriber_key"])
