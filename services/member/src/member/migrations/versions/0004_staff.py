"""What staff do: card batches, exceptions for primary doctors, reported addresses, searches; returned mail
and confidential addresses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

LINES = "line IN ('medi_cal', 'ihss')"
USES = (
    "use = ANY (CASE kind WHEN 'address' THEN ARRAY[{}]"
    " WHEN 'phone' THEN ARRAY['cell', 'home', 'work', 'other'] ELSE ARRAY['personal', 'other'] END)"
)
SECRET = "use = 'confidential' AND ended_at IS NULL"


def upgrade() -> None:
    """Create them."""
    op.create_index("ix_members_date_of_birth", "members", ["date_of_birth", "key"])
    _change_contact_points("'home', 'mailing', 'confidential', 'other'")
    op.add_column("contact_points", _at("undeliverable_at", nullable=True))
    op.create_index(
        "one_confidential_address", "contact_points", ["member_key"], unique=True,
        postgresql_where=sa.text(SECRET),
    )  # fmt: skip
    _widen_record_looks()
    _create_record_searches()
    _widen_card_orders()
    _widen_pcp_changes()
    _create_pcp_exceptions()
    _create_address_reports()
    _create_preference_changes()


def downgrade() -> None:
    """Drop them; a confidential address becomes one of the others."""
    op.drop_table("preference_changes")
    op.drop_table("address_reports")
    op.drop_table("pcp_exceptions")
    for name in ("exceptions", "exception_sealed"):
        op.drop_column("pcp_changes", name)
    op.drop_constraint("returned_has_a_reason", "card_orders")
    op.drop_index("ix_card_orders_batch_id", "card_orders")
    for name in (
        "contact_point_id", "reason", "reason_sealed", "by_staff", "mailed_by", "settled_by",
        "returned_because",
    ):  # fmt: skip
        op.drop_column("card_orders", name)
    op.drop_constraint("card_orders_batch_id_fkey", "card_orders")
    op.drop_table("card_batches")
    op.drop_table("record_searches")
    op.drop_index("ix_record_looks_member_key", "record_looks")
    op.create_index("ix_record_looks_member_key", "record_looks", ["member_key", "at"])
    op.drop_column("record_looks", "reason_sealed")
    op.alter_column("record_looks", "reason", nullable=True)
    op.drop_index("one_confidential_address", "contact_points")
    op.drop_column("contact_points", "undeliverable_at")
    op.execute("UPDATE contact_points SET use = 'other' WHERE use = 'confidential'")
    _change_contact_points("'home', 'mailing', 'other'")
    op.drop_index("ix_members_date_of_birth", "members")


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()"))


def _number() -> sa.Column:
    return sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False, unique=True)


def _key(name: str, to: str, *, nullable: bool = False, ondelete: str | None = "CASCADE") -> sa.Column:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(to, ondelete=ondelete), nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=sa.text(default) if default else None)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))


def _list(name: str, kind: sa.types.TypeEngine, *, default: str | None = None) -> sa.Column:
    value = sa.text(default) if default else None
    return sa.Column(name, sa.ARRAY(kind), nullable=False, server_default=value)


def _change_contact_points(uses: str) -> None:
    op.drop_constraint("use_fits_kind", "contact_points")
    op.create_check_constraint("use_fits_kind", "contact_points", USES.format(uses))


def _widen_record_looks() -> None:
    op.add_column("record_looks", _text("reason_sealed", nullable=True))
    op.alter_column("record_looks", "reason", nullable=False)
    op.drop_index("ix_record_looks_member_key", "record_looks")
    op.create_index("ix_record_looks_member_key", "record_looks", ["member_key", "at", "id"])


def _create_record_searches() -> None:
    op.create_table(
        "record_searches",
        _id(), _text("searcher"), _text("role"), _text("by"), _text("criteria_sealed"),
        _list("found", sa.Uuid()), _at("at"),
    )  # fmt: skip
    op.create_index("ix_record_searches_searcher", "record_searches", ["searcher", "at"])


def _widen_card_orders() -> None:
    op.create_table("card_batches", _id(), _text("printed_by"), _at("printed_at"))
    op.create_foreign_key("card_orders_batch_id_fkey", "card_orders", "card_batches", ["batch_id"], ["id"])
    op.create_index("ix_card_orders_batch_id", "card_orders", ["batch_id", "number"])
    for column in (
        _key("contact_point_id", "contact_points.id", nullable=True, ondelete="SET NULL"),
        _text("reason", default="'member_request'"), _text("reason_sealed", nullable=True), _flag("by_staff"),
        _text("mailed_by", nullable=True), _text("settled_by", nullable=True),
        _text("returned_because", nullable=True),
    ):  # fmt: skip
        op.add_column("card_orders", column)
    op.create_check_constraint(
        "returned_has_a_reason", "card_orders", "(state = 'returned') = (returned_because IS NOT NULL)"
    )


def _widen_pcp_changes() -> None:
    op.add_column("pcp_changes", _list("exceptions", sa.Text(), default="'{}'"))
    op.add_column("pcp_changes", _text("exception_sealed", nullable=True))


def _create_pcp_exceptions() -> None:
    op.create_table(
        "pcp_exceptions",
        _id(), _number(), _key("member_key", "members.key"), _text("line"), _text("state"),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("provider", postgresql.JSONB(), nullable=False),
        _list("rules", sa.Text()), sa.Column("wished_on", sa.Date()), _text("reason"), _text("reason_sealed"),
        _text("submitted_by"), _flag("by_staff"), _at("submitted_at"),
        _text("decided_by", nullable=True), _at("decided_at", nullable=True), _text("denial", nullable=True),
        _text("decision_sealed", nullable=True),
        _key("change_id", "pcp_changes.id", nullable=True, ondelete="SET NULL"),
        sa.CheckConstraint(LINES, name="line_is_known"),
        sa.CheckConstraint("state IN ('open', 'approved', 'denied')", name="state_is_known"),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_when_not_open"),
        sa.CheckConstraint("(state = 'denied') = (denial IS NOT NULL)", name="denied_with_a_reason"),
        sa.CheckConstraint("rules <> '{}'", name="an_exception_to_something"),
    )  # fmt: skip
    op.create_index(
        "one_open_pcp_exception", "pcp_exceptions", ["member_key", "line"], unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )  # fmt: skip
    op.create_index("ix_pcp_exceptions_queue", "pcp_exceptions", ["state", "number"])
    op.create_index("ix_pcp_exceptions_member_key", "pcp_exceptions", ["member_key", "number"])


def _create_address_reports() -> None:
    op.create_table(
        "address_reports",
        _id(), _number(), _key("member_key", "members.key"), _key("contact_point_id", "contact_points.id"),
        _text("action"), _text("state"), _at("reported_at"), _at("forwarded_at", nullable=True),
        _text("forwarded_by", nullable=True),
        sa.CheckConstraint("action IN ('added', 'changed', 'ended')", name="action_is_known"),
        sa.CheckConstraint("state IN ('reported', 'forwarded')", name="state_is_known"),
        sa.CheckConstraint(
            "(state = 'forwarded') = (forwarded_at IS NOT NULL)", name="forwarded_has_a_moment"
        ),
    )  # fmt: skip
    op.create_index("ix_address_reports_queue", "address_reports", ["state", "number"])
    op.create_index("ix_address_reports_contact_point_id", "address_reports", ["contact_point_id"])


def _create_preference_changes() -> None:
    op.create_table(
        "preference_changes",
        _id(), _key("member_key", "members.key"), sa.Column("version", sa.Integer(), nullable=False),
        _text("changed_by"), sa.Column("wishes", postgresql.JSONB(), nullable=False), _at("at"),
    )  # fmt: skip
    op.create_index(
        "ix_preference_changes_member_key", "preference_changes", ["member_key", "version"], unique=True
    )
