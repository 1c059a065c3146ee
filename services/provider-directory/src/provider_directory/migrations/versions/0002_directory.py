"""Practitioners, groups, addresses, listings with what they are found by, panels, and what was received."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

LINES = "line IN ('medi_cal', 'ihss')"
NPI = r"npi ~ '^[12]\d{9}$'"
TABLES = (
    "resources", "heard_changes", "panel_places", "panels", "search_words", "listings", "addresses",
    "affiliations", "groups", "specialties", "practitioners",
)  # fmt: skip

# unaccent() is not IMMUTABLE since its dictionary could be altered; ours is not. Without its schema and
# dictionary named, a dump could not be restored.
FOLD = r"""
CREATE FUNCTION spoken_name(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        lower(public.unaccent('public.unaccent', normalize(typed, NFKC)) COLLATE "C"),
        '[\s.,''"`´\-/]+', ' ', 'g'))
$$;
CREATE FUNCTION folded_name(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(public.spoken_name(typed), ' ', '')
$$;
CREATE FUNCTION holding(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT '%' || regexp_replace(folded, '([\\%_])', '\\\1', 'g') || '%'
$$;
"""

SIMILAR = """
CREATE FUNCTION similar_words(wanted text, typed text, most integer) RETURNS TABLE (key text, spoken text)
LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.28 AS $$
    SELECT w.key, w.spoken FROM search_words w WHERE w.kind = wanted AND typed <% w.spoken
    ORDER BY typed <<-> w.spoken, w.key LIMIT most
$$;
"""

COUNT_PLACES = """
CREATE FUNCTION count_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE panels SET places = places + 1
        WHERE practitioner_id = NEW.practitioner_id AND line = NEW.line;
    ELSE
        UPDATE panels SET places = places - 1
        WHERE practitioner_id = OLD.practitioner_id AND line = OLD.line;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER places_are_counted AFTER INSERT OR DELETE ON panel_places
    FOR EACH ROW EXECUTE FUNCTION count_places();
"""


def upgrade() -> None:
    """Create them."""
    for name in ("btree_gist", "pg_trgm", "unaccent"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    op.execute(FOLD)
    _create_practitioners()
    _create_groups()
    _create_addresses()
    _create_listings()
    _create_panels()
    _create_resources()
    op.execute(SIMILAR)
    op.execute(COUNT_PLACES)


def downgrade() -> None:
    """Drop them; the extensions stay, they may serve others."""
    for name in TABLES:
        op.drop_table(name)
    for function in (
        "count_places()",
        "similar_words(text, text, integer)",
        "holding(text)",
        "folded_name(text)",
        "spoken_name(text)",
    ):
        op.execute(f"DROP FUNCTION {function}")


def _id() -> sa.Column:
    return sa.Column("id", sa.Uuid(), primary_key=True, server_default=sa.text("gen_random_uuid()"))


def _key(name: str, other: str | None = None, *, nullable: bool = False, primary: bool = False) -> sa.Column:
    points_to = [sa.ForeignKey(other, ondelete="CASCADE")] if other else []
    return sa.Column(name, sa.Uuid(), *points_to, nullable=nullable, primary_key=primary)


def _text(name: str, *, nullable: bool = False, primary: bool = False, unique: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable, primary_key=primary, unique=unique or None)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _version() -> sa.Column:
    return sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))


def _create_practitioners() -> None:
    op.create_table(
        "practitioners",
        _id(), _text("npi", unique=True), _text("first_name"), _text("middle_name", nullable=True),
        _text("last_name"), _text("credential", nullable=True), _text("gender"),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
        _text("source"), _text("source_ref", nullable=True), _version(), _at("created_at"), _at("changed_at"),
        sa.CheckConstraint(NPI, name="npi_is_ten_digits"),
        sa.CheckConstraint("first_name <> '' AND last_name <> ''", name="names_are_not_empty"),
        sa.CheckConstraint("gender IN ('female', 'male', 'other', 'unknown')", name="gender_is_known_code"),
    )  # fmt: skip
    op.create_index("ix_practitioners_source_ref", "practitioners", ["source", "source_ref"])
    op.create_table(
        "specialties",
        _key("practitioner_id", "practitioners.id", primary=True), _text("code", primary=True),
        sa.Column("main", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.CheckConstraint("code ~ '^[0-9A-Z]{9}X$'", name="code_is_nucc"),
    )  # fmt: skip
    main = sa.text("main")
    op.create_index(
        "one_main_specialty", "specialties", ["practitioner_id"], unique=True, postgresql_where=main
    )


def _create_groups() -> None:
    op.create_table(
        "groups",
        _id(), _text("npi", nullable=True, unique=True), _text("tax_id", nullable=True), _text("name"),
        _text("kind"), _text("source"), _text("source_ref"), _version(), _at("created_at"), _at("changed_at"),
        sa.CheckConstraint(NPI, name="npi_is_ten_digits"),
        sa.CheckConstraint(r"tax_id ~ '^\d{9}$'", name="tax_id_is_nine_digits"),
        sa.CheckConstraint("name <> ''", name="name_is_not_empty"),
        sa.CheckConstraint(
            "kind IN ('group', 'facility', 'payer', 'network', 'other')", name="kind_is_known"
        ),
        sa.UniqueConstraint("source", "source_ref", name="one_group_per_source_ref"),
    )  # fmt: skip
    op.create_index("ix_groups_tax_id", "groups", ["tax_id"])
    op.create_table(
        "affiliations",
        _id(), _key("practitioner_id", "practitioners.id"), _key("group_id", "groups.id"),
        sa.Column("starts_on", sa.Date(), nullable=False), sa.Column("ends_on", sa.Date()),
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        postgresql.ExcludeConstraint(
            ("practitioner_id", "="),
            ("group_id", "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="no_overlap_within_group",
            using="gist",
        ),
    )  # fmt: skip
    op.create_index("ix_affiliations_group_id", "affiliations", ["group_id"])


def _create_addresses() -> None:
    op.create_table(
        "addresses",
        _id(), _key("practitioner_id", "practitioners.id", nullable=True),
        _key("group_id", "groups.id", nullable=True), _text("use"), _text("name"), _text("line1"),
        _text("line2", nullable=True), _text("city"), _text("state"), _text("zip_code"),
        _text("county", nullable=True), _text("phone", nullable=True), _text("extension", nullable=True),
        _text("source"), _text("source_ref"), _version(), _at("created_at"), _at("changed_at"),
        sa.CheckConstraint("num_nonnulls(practitioner_id, group_id) = 1", name="one_owner"),
        sa.CheckConstraint("use IN ('practice', 'mailing', 'remittance')", name="use_is_known"),
        sa.CheckConstraint(r"zip_code ~ '^\d{5}$' AND zip_code <> '00000'", name="zip_code_is_five_digits"),
        sa.CheckConstraint("state ~ '^[A-Z]{2}$'", name="state_is_two_letters"),
        sa.CheckConstraint(r"phone ~ '^\+1\d{10}$'", name="phone_is_e164"),
        sa.UniqueConstraint("source", "source_ref", name="one_address_per_source_ref"),
    )  # fmt: skip
    op.create_index("ix_addresses_practitioner_id", "addresses", ["practitioner_id"])
    op.create_index("ix_addresses_group_id", "addresses", ["group_id"])


def _create_listings() -> None:
    op.create_table(
        "listings",
        _key("practitioner_id", "practitioners.id", primary=True), _text("line", primary=True),
        sa.Column("practice_no", sa.SmallInteger(), primary_key=True, autoincrement=False),
        sa.Column("address_id", sa.Uuid(), sa.ForeignKey("addresses.id"), nullable=False),
        sa.Column("pcp_eligible", sa.Boolean(), nullable=False), _text("accepting"),
        sa.Column("age_from", sa.SmallInteger()), sa.Column("age_to", sa.SmallInteger()),
        _text("sex", nullable=True), _text("last_key"), _text("first_key"), _text("gender"),
        _text("county", nullable=True), _text("city_key"), _text("zip_code"),
        sa.CheckConstraint(LINES, name="line_is_known"),
        sa.CheckConstraint("accepting IN ('open', 'existing', 'closed')", name="accepting_is_known"),
        sa.CheckConstraint("age_from BETWEEN 0 AND 130", name="age_from_is_an_age"),
        sa.CheckConstraint(
            "age_to BETWEEN 0 AND 130 AND age_to >= coalesce(age_from, 0)", name="age_to_is_an_age"
        ),
        sa.CheckConstraint("sex IN ('female', 'male')", name="sex_is_known_code"),
    )  # fmt: skip
    for name in ("last_key", "first_key", "county", "city_key", "zip_code"):
        order = [other for other in ("last_key", "first_key") if other != name]
        columns = ["line", name, *order, "practitioner_id", "practice_no"]
        also = [other for other in ("pcp_eligible", "gender", "county") if other not in columns]
        op.create_index(f"ix_listings_{name}", "listings", columns, postgresql_include=also)
    op.create_index("ix_listings_address_id", "listings", ["address_id"])
    op.create_table(
        "search_words",
        _text("kind", primary=True), _text("key", primary=True), _text("spoken"),
        sa.CheckConstraint("kind IN ('last', 'first', 'city')", name="kind_is_known"),
    )  # fmt: skip
    for name in ("key", "spoken"):
        op.create_index(
            f"ix_search_words_{name}",
            "search_words",
            [name],
            postgresql_using="gin",
            postgresql_ops={name: "gin_trgm_ops"},
        )


def _create_panels() -> None:
    op.create_table(
        "panels",
        _key("practitioner_id", "practitioners.id", primary=True), _text("line", primary=True),
        sa.Column("panel_size", sa.Integer()),
        sa.Column("places", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.CheckConstraint(LINES, name="line_is_known"),
        sa.CheckConstraint("panel_size >= 0", name="panel_size_is_a_count"),
        sa.CheckConstraint("places >= 0", name="places_is_a_count"),
    )  # fmt: skip
    op.create_table(
        "panel_places",
        _key("practitioner_id", primary=True), _text("line", primary=True), _key("member_key", primary=True),
        _text("state"), _at("held_until", nullable=True), sa.Column("effective_on", sa.Date()),
        _at("changed_at"),
        sa.ForeignKeyConstraint(
            ["practitioner_id", "line"], ["panels.practitioner_id", "panels.line"], ondelete="CASCADE"
        ),
        sa.CheckConstraint("state IN ('held', 'scheduled', 'active')", name="state_is_known"),
        sa.CheckConstraint("(state = 'held') <= (held_until IS NOT NULL)", name="held_has_an_end"),
        sa.CheckConstraint("(state = 'scheduled') <= (effective_on IS NOT NULL)", name="scheduled_has_a_day"),
    )  # fmt: skip
    op.create_index("ix_panel_places_member_key", "panel_places", ["member_key", "line"])
    op.create_index(
        "ix_panel_places_held",
        "panel_places",
        ["practitioner_id", "line", "held_until"],
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_table(
        "heard_changes",
        _key("change_id", primary=True), _key("member_key"), _text("line"), _key("provider_id"),
        sa.Column("effective_on", sa.Date()), _text("state"), _at("heard_at"),
        sa.CheckConstraint(LINES, name="line_is_known"),
        sa.CheckConstraint("state IN ('scheduled', 'withdrawn', 'changed')", name="state_is_known"),
    )  # fmt: skip
    op.create_index("ix_heard_changes_member_key", "heard_changes", ["member_key", "line"])


def _create_resources() -> None:
    op.create_table(
        "resources",
        _text("kind", primary=True), _text("id", primary=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False), _at("received_at"),
        sa.CheckConstraint("octet_length(digest) = 32", name="digest_is_32_bytes"),
    )  # fmt: skip
