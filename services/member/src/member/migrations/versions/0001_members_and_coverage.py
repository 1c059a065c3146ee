"""Members, coverage spans without overlap, and servicekit's tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from servicekit.store.migrating import create_kit_tables, drop_kit_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything of the first release."""
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    create_kit_tables(op)
    _create_members()
    _create_coverage_spans()


def downgrade() -> None:
    """Drop it all; the extension stays, it may serve others."""
    op.drop_table("coverage_spans")
    op.drop_table("members")
    drop_kit_tables(op)


def _create_members() -> None:
    op.create_table(
        "members",
        sa.Column("key", sa.Uuid(), primary_key=True),
        sa.Column("member_id_digest", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("member_id_sealed", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("middle_name", sa.Text()),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("date_of_death", sa.Date()),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False, server_default=sa.text("'en'")),
        sa.Column("county", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("octet_length(member_id_digest) = 32", name="member_id_digest_is_32_bytes"),
        sa.CheckConstraint("date_of_death >= date_of_birth", name="death_after_birth"),
        sa.CheckConstraint("first_name <> '' AND last_name <> ''", name="names_are_not_empty"),
        sa.CheckConstraint("sex IN ('female', 'male', 'unknown')", name="sex_is_known_code"),
    )


def _create_coverage_spans() -> None:
    op.create_table(
        "coverage_spans",
        sa.Column("key", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()")),
        sa.Column("member_key", sa.Uuid(), sa.ForeignKey("members.key", ondelete="CASCADE"), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("line IN ('medi_cal', 'ihss')", name="line_is_known"),
        sa.CheckConstraint("ends_on >= starts_on", name="span_ends_after_it_starts"),
        postgresql.ExcludeConstraint(
            ("member_key", "="),
            ("line", "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="no_overlap_within_line",
            using="gist",
        ),
    )
    op.create_index("ix_coverage_spans_member_key", "coverage_spans", ["member_key"])
