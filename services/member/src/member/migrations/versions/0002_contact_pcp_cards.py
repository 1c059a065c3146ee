"""Contact points, primary doctors, card orders, preferences, and who looked at a record."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

LINES = "line IN ('medi_cal', 'ihss')"
TABLES = (
    "record_looks", "preferences", "card_orders", "pcp_changes", "pcp_spans", "contact_changes",
    "contact_points",
)  # fmt: skip


def upgrade() -> None:
    """Create them; every member gets the reference that her card carries."""
    op.add_column(
        "members",
        sa.Column("card_reference", sa.Uuid(), nullable=False, server_default=sa.text("gen_random_uuid()")),
    )
    op.create_unique_constraint("members_card_reference_key", "members", ["card_reference"])
    _create_contact_points()
    _create_pcp_spans()
    _create_pcp_changes()
    _create_card_orders()
    _create_preferences()
    _create_record_looks()


def downgrade() -> None:
    """Drop them."""
    for name in TABLES:
        op.drop_table(name)
    op.drop_column("members", "card_reference")


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()"))


def _member(**kwargs) -> sa.Column:
    key = sa.ForeignKey("members.key", ondelete="CASCADE")
    return sa.Column("member_key", sa.Uuid(), key, nullable=False, **kwargs)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=sa.text(default) if default else None)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))


def _version() -> sa.Column:
    return sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))


def _create_contact_points() -> None:
    op.create_table(
        "contact_points",
        _id(), _member(), _text("kind"), _text("use"), _text("sealed"), _text("county", nullable=True),
        _text("zip_code", nullable=True), _flag("preferred"), _at("verified_at", nullable=True),
        _text("source"), _version(), _at("created_at"), _at("changed_at"), _at("ended_at", nullable=True),
        sa.CheckConstraint("kind IN ('address', 'phone', 'email')", name="kind_is_known"),
        sa.CheckConstraint(
            "use = ANY (CASE kind WHEN 'address' THEN ARRAY['home', 'mailing', 'other']"
            " WHEN 'phone' THEN ARRAY['cell', 'home', 'work', 'other'] ELSE ARRAY['personal', 'other'] END)",
            name="use_fits_kind",
        ),
    )  # fmt: skip
    living = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_contact_points_member_key", "contact_points", ["member_key", "kind"], postgresql_where=living
    )
    op.create_index(
        "one_preferred_per_kind",
        "contact_points",
        ["member_key", "kind"],
        unique=True,
        postgresql_where=sa.text("preferred AND ended_at IS NULL"),
    )
    op.create_table(
        "contact_changes",
        _id(),
        sa.Column(
            "contact_point_id",
            sa.Uuid(),
            sa.ForeignKey("contact_points.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("action"), _text("changed_by"), _text("source"),
        sa.Column("facts", postgresql.JSONB(), nullable=False), _at("at"),
        sa.CheckConstraint("action IN ('added', 'changed', 'ended', 'verified')", name="action_is_known"),
    )  # fmt: skip
    op.create_index("ix_contact_changes_contact_point_id", "contact_changes", ["contact_point_id", "version"])


def _create_pcp_spans() -> None:
    op.create_table(
        "pcp_spans",
        _id(), _member(), _text("line"), sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("provider", postgresql.JSONB(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False), sa.Column("ends_on", sa.Date()), _at("created_at"),
        sa.CheckConstraint(LINES, name="line_is_known"),
        sa.CheckConstraint("ends_on >= starts_on", name="span_ends_after_it_starts"),
        postgresql.ExcludeConstraint(
            ("member_key", "="), ("line", "="), (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="one_pcp_a_day_within_line", using="gist",
        ),
    )  # fmt: skip
    op.create_index("ix_pcp_spans_provider_id", "pcp_spans", ["provider_id"])


def _create_pcp_changes() -> None:
    op.create_table(
        "pcp_changes",
        _id(), _member(), _text("line"), _text("state"), sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("provider", postgresql.JSONB(), nullable=False),
        sa.Column("earlier_provider_id", sa.Uuid()), sa.Column("earlier_ends_on", sa.Date()),
        _text("reason"), _text("reason_sealed", nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False), _text("requested_by"), _text("source"),
        _at("requested_at"), _at("settled_at", nullable=True),
        sa.CheckConstraint(LINES, name="line_is_known"),
        sa.CheckConstraint(
            "state IN ('pending', 'applied', 'cancelled', 'replaced', 'voided')", name="state_is_known"
        ),
        sa.CheckConstraint("(state = 'pending') = (settled_at IS NULL)", name="settled_when_not_pending"),
    )  # fmt: skip
    pending = sa.text("state = 'pending'")
    op.create_index(
        "one_pending_pcp_change",
        "pcp_changes",
        ["member_key", "line"],
        unique=True,
        postgresql_where=pending,
    )
    op.create_index("ix_pcp_changes_member_key", "pcp_changes", ["member_key"])
    op.create_index("ix_pcp_changes_due", "pcp_changes", ["effective_on"], postgresql_where=pending)


def _create_card_orders() -> None:
    number = sa.Identity(always=True, start=100_001)
    op.create_table(
        "card_orders",
        _id(), sa.Column("number", sa.BigInteger(), number, nullable=False, unique=True), _member(),
        _text("state"), _text("address_sealed"), _text("ordered_by"),
        sa.Column("expected_by", sa.Date(), nullable=False), sa.Column("batch_id", sa.Uuid()),
        _at("ordered_at"), _at("printed_at", nullable=True), _at("mailed_at", nullable=True),
        _at("settled_at", nullable=True),
        sa.CheckConstraint(
            "state IN ('ordered', 'printed', 'mailed', 'returned', 'cancelled')", name="state_is_known"
        ),
        sa.CheckConstraint("(state = 'ordered') <= (printed_at IS NULL)", name="printed_after_it_is_ordered"),
        sa.CheckConstraint("(state = 'mailed') <= (mailed_at IS NOT NULL)", name="mailed_has_a_moment"),
    )  # fmt: skip
    op.create_index(
        "one_open_card_order",
        "card_orders",
        ["member_key"],
        unique=True,
        postgresql_where=sa.text("state IN ('ordered', 'printed')"),
    )
    op.create_index("ix_card_orders_member_key", "card_orders", ["member_key", "ordered_at"])
    op.create_index("ix_card_orders_queue", "card_orders", ["state", "number"])


def _create_preferences() -> None:
    op.create_table(
        "preferences",
        _member(primary_key=True), _text("spoken_language", nullable=True),
        _text("written_language", nullable=True), _flag("needs_interpreter"),
        _text("text_size", default="'1'"), _flag("grayscale"),
        sa.Column("notices", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'")), _version(),
        _at("changed_at"),
    )  # fmt: skip


def _create_record_looks() -> None:
    op.create_table(
        "record_looks",
        _id(), _member(), _text("looker"), _text("role"), _text("what"), _text("reason", nullable=True),
        _at("at"),
    )  # fmt: skip
    op.create_index("ix_record_looks_member_key", "record_looks", ["member_key", "at"])
