"""Provider IDs, accounts' links to them with roles and permissions, agreement, requests and history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

TABLES = (
    "association_holds", "access_changes", "access_requests", "agreement_acceptances", "agreements",
    "grants", "links", "billing_providers", "representatives",
)  # fmt: skip
FEATURES = (
    "feature IN ('eligibility', 'referrals', 'authorizations', 'claims', 'change_requests',"
    " 'report_rosters', 'report_claims', 'report_quality')"
)

# Taking the row of the Provider ID first, two who leave at once are two who leave one after the other.
KEEP_ADMINISTRATOR = """
CREATE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM billing_providers
    WHERE id = OLD.billing_provider_id AND (ended_on IS NULL OR ended_on > current_date) FOR UPDATE;
    IF FOUND AND NOT EXISTS (
        SELECT 1 FROM links
        WHERE billing_provider_id = OLD.billing_provider_id AND state = 'active' AND role = 'administrator'
    ) THEN
        RAISE EXCEPTION 'a Provider ID keeps an administrator' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'an_administrator_stays';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER an_administrator_stays AFTER UPDATE OF role, state OR DELETE ON links
    FOR EACH ROW WHEN (OLD.role = 'administrator' AND OLD.state = 'active')
    EXECUTE FUNCTION keep_an_administrator();
"""


def upgrade() -> None:
    """Create them."""
    _create_billing_providers()
    _create_links()
    _create_grants()
    _create_agreements()
    _create_access_requests()
    _create_history()
    op.execute(KEEP_ADMINISTRATOR)


def downgrade() -> None:
    """Drop them."""
    for name in TABLES:
        op.drop_table(name)
    op.execute("DROP FUNCTION keep_an_administrator()")


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()"))


def _key(name: str, other: str = "", *, nullable: bool = False, ondelete: str | None = None) -> sa.Column:
    points_to = [sa.ForeignKey(other, ondelete=ondelete)] if other else []
    return sa.Column(name, sa.Uuid(), *points_to, nullable=nullable)


def _text(name: str, *, nullable: bool = False, unique: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable, unique=unique or None)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _version() -> sa.Column:
    return sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))


def _yes_no(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))


def _create_billing_providers() -> None:
    op.create_table(
        "representatives",
        _id(), _text("name"), _text("phone", nullable=True), _text("email", nullable=True),
        sa.CheckConstraint("name <> ''", name="name_is_not_empty"),
        sa.CheckConstraint(r"phone ~ '^\+1\d{10}$'", name="phone_is_e164"),
    )  # fmt: skip
    op.create_table(
        "billing_providers",
        _id(), _text("number", unique=True), _text("kind"),
        _key("practitioner_id", "practitioners.id", nullable=True),
        _key("group_id", "groups.id", nullable=True), _text("tax_id"), _text("name"),
        sa.Column("registered_on", sa.Date(), nullable=False), sa.Column("ended_on", sa.Date()),
        _key("representative_id", "representatives.id", nullable=True), _version(), _at("created_at"),
        _at("changed_at"),
        sa.CheckConstraint("number ~ '^[A-Z0-9]+$'", name="number_is_capitals_and_digits"),
        sa.CheckConstraint(
            "(kind = 'practitioner' AND practitioner_id IS NOT NULL AND group_id IS NULL)"
            " OR (kind = 'group' AND group_id IS NOT NULL AND practitioner_id IS NULL)",
            name="kind_has_its_owner",
        ),
        sa.CheckConstraint(r"tax_id ~ '^\d{9}$'", name="tax_id_is_nine_digits"),
        sa.CheckConstraint("name <> ''", name="name_is_not_empty"),
        sa.CheckConstraint("ended_on >= registered_on", name="ends_after_it_starts"),
    )  # fmt: skip
    for name in ("tax_id", "practitioner_id", "group_id"):
        op.create_index(f"ix_billing_providers_{name}", "billing_providers", [name])
    op.create_index(
        "ix_billing_providers_ended_on",
        "billing_providers",
        ["ended_on"],
        postgresql_where=sa.text("ended_on IS NOT NULL"),
    )


def _create_links() -> None:
    op.create_table(
        "links",
        _id(), _key("billing_provider_id", "billing_providers.id"), _key("account_id"), _text("role"),
        _text("state"),
        sa.Column(
            "context_id", sa.Uuid(), nullable=False, unique=True, server_default=sa.text("gen_random_uuid()")
        ),
        _text("person_sealed"), sa.Column("email_key", sa.LargeBinary(), nullable=False), _yes_no("locked"),
        _yes_no("all_features"), _at("linked_at"), _at("ended_at", nullable=True), _version(),
        sa.CheckConstraint("role IN ('administrator', 'user')", name="role_is_known"),
        sa.CheckConstraint("state IN ('active', 'suspended', 'revoked')", name="state_is_known"),
        sa.CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="not_active_has_an_end"),
        sa.UniqueConstraint("billing_provider_id", "account_id", name="one_link_per_account"),
    )  # fmt: skip
    op.create_index("ix_links_account_id", "links", ["account_id"])
    op.create_index("ix_links_state", "links", ["billing_provider_id", "state", "id"])
    op.create_index("ix_links_email_key", "links", ["billing_provider_id", "email_key"])


def _create_grants() -> None:
    op.create_table(
        "grants",
        _id(), _key("link_id", "links.id", ondelete="CASCADE"), _text("feature"),
        _key("provider_scope", "practitioners.id", nullable=True, ondelete="CASCADE"),
        _key("site_scope", "addresses.id", nullable=True, ondelete="CASCADE"),
        sa.CheckConstraint(FEATURES, name="feature_is_known"),
    )  # fmt: skip
    op.create_index(
        "one_grant_of_each",
        "grants",
        ["link_id", "feature", "provider_scope", "site_scope"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    for name in ("provider_scope", "site_scope"):
        op.create_index(f"ix_grants_{name}", "grants", [name])


def _create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("version", sa.Text(), primary_key=True), _text("text"), _at("published_at"),
        sa.CheckConstraint("version <> '' AND text <> ''", name="texts_are_not_empty"),
    )  # fmt: skip
    op.create_index("ix_agreements_published_at", "agreements", ["published_at"])
    op.create_table(
        "agreement_acceptances",
        _id(), _key("link_id", "links.id", ondelete="CASCADE"), _key("account_id"),
        sa.Column("version", sa.Text(), sa.ForeignKey("agreements.version"), nullable=False),
        _at("accepted_at"), _text("address_sealed", nullable=True),
        sa.UniqueConstraint("link_id", "account_id", "version", name="one_acceptance_of_each_version"),
    )  # fmt: skip


def _create_access_requests() -> None:
    op.create_table(
        "access_requests",
        _id(), _key("billing_provider_id", "billing_providers.id"), _key("account_id"),
        _text("person_sealed"), sa.Column("email_key", sa.LargeBinary(), nullable=False),
        _text("feature", nullable=True), _text("message_sealed", nullable=True), _text("state"),
        _at("asked_at"), _at("reminded_at", nullable=True), _at("decided_at", nullable=True),
        _key("decided_by", nullable=True), _text("reason_sealed", nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'approved', 'denied', 'withdrawn', 'expired')", name="state_is_known"
        ),
        sa.CheckConstraint(FEATURES, name="feature_is_known"),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="open_is_not_decided"),
    )  # fmt: skip
    still_open = sa.text("state = 'open'")
    op.create_index(
        "one_open_request",
        "access_requests",
        ["billing_provider_id", "account_id", "feature"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=still_open,
    )
    columns = ["billing_provider_id", "state", "asked_at", "id"]
    op.create_index("ix_access_requests_state", "access_requests", columns)
    op.create_index(
        "ix_access_requests_asked_at", "access_requests", ["asked_at"], postgresql_where=still_open
    )
    op.create_index("ix_access_requests_account_id", "access_requests", ["account_id"])


def _create_history() -> None:
    op.create_table(
        "access_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        _key("link_id", "links.id", ondelete="CASCADE"), _key("billing_provider_id"), _key("account_id"),
        _key("actor_account_id", nullable=True), _text("actor_kind"), _text("action"),
        sa.Column("before", postgresql.JSONB()), sa.Column("after", postgresql.JSONB()), _at("at"),
        sa.CheckConstraint(
            "actor_kind IN ('administrator', 'self', 'support', 'system')", name="actor_kind_is_known"
        ),
    )  # fmt: skip
    for name in ("link_id", "billing_provider_id"):
        op.create_index(f"ix_access_changes_{name}", "access_changes", [name, sa.text("id DESC")])
    op.create_table(
        "association_holds",
        sa.Column("account_id", sa.Uuid(), primary_key=True), _at("held_at"),
        sa.Column("case_number", sa.BigInteger(), nullable=False),
    )  # fmt: skip
