"""Invitations and the lists they come in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

_INSTANT = sa.DateTime(timezone=True)
_OPEN = "state IN ('sent', 'staged')"
_STATES = "state IN ('accepted', 'bounced', 'cancelled', 'expired', 'failed', 'sent', 'staged')"


def upgrade() -> None:
    """Create them."""
    _create_batches()
    _create_invitations()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("invitations")
    op.drop_table("invitation_batches")


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()"))


def _number() -> sa.Column:
    return sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False, unique=True)


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))


def _billing_provider() -> sa.Column:
    return sa.Column("billing_provider_id", sa.Uuid(), sa.ForeignKey("billing_providers.id"), nullable=False)


def _create_batches() -> None:
    op.create_table(
        "invitation_batches",
        _id(), _number(), _billing_provider(),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False), sa.Column("finished_at", _INSTANT),
        sa.Column("total", sa.Integer(), nullable=False),
        _count("failed"), _count("sent"), _count("cancelled"),
        sa.CheckConstraint(
            "total > 0 AND failed >= 0 AND sent >= 0 AND cancelled >= 0"
            " AND failed + sent + cancelled <= total",
            name="counts_are_possible",
        ),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (failed + sent + cancelled < total)", name="finished_when_none_waits"
        ),
    )  # fmt: skip
    newest = ["billing_provider_id", sa.text("number DESC")]
    op.create_index("ix_invitation_batches_page", "invitation_batches", newest)


def _create_invitations() -> None:
    batch = sa.ForeignKey("invitation_batches.id", ondelete="CASCADE")
    op.create_table(
        "invitations",
        _id(), _number(), sa.Column("batch_id", sa.Uuid(), batch, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False), _billing_provider(),
        sa.Column("person_sealed", sa.Text(), nullable=False),
        sa.Column("email_key", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("grants", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("problems", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("state", sa.Text(), nullable=False), sa.Column("token_key", sa.LargeBinary()),
        sa.Column("sent_at", _INSTANT), _count("sent_count"), sa.Column("expires_at", _INSTANT),
        sa.Column("accepted_by", sa.Uuid()), sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.CheckConstraint(_STATES, name="state_is_known"),
        sa.CheckConstraint("role IN ('administrator', 'user')", name="role_is_known"),
        sa.CheckConstraint(
            "(state = 'sent') <= (token_key IS NOT NULL AND expires_at IS NOT NULL)", name="sent_has_a_token"
        ),
        sa.CheckConstraint("token_key IS NULL OR state IN ('sent', 'expired')", name="settled_has_no_token"),
        sa.CheckConstraint("(accepted_by IS NOT NULL) = (state = 'accepted')", name="accepted_by_somebody"),
        sa.UniqueConstraint("batch_id", "row", name="one_invitation_of_each_row"),
    )  # fmt: skip
    _index_invitations()


def _index_invitations() -> None:
    op.create_index(
        "one_open_invitation_per_address", "invitations", ["billing_provider_id", "email_key"],
        unique=True, postgresql_where=sa.text(_OPEN),
    )  # fmt: skip
    op.create_index("ix_invitations_token_key", "invitations", ["token_key"], unique=True)
    op.create_index("ix_invitations_state", "invitations", ["billing_provider_id", "state", "id"])
    staged, sent = sa.text("state = 'staged'"), sa.text("state = 'sent'")
    op.create_index("ix_invitations_staged", "invitations", ["number"], postgresql_where=staged)
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"], postgresql_where=sent)
