"""A Tax ID is sealed, and found by its keyed digest (R011).

Rows that are there are sealed here, by the keys of the service whose `migrate` this is: nothing has to be
loaded again. What a roster calls its groups and practices began with the number, and their ids were made of
it; there are so few numbers that it could be found by trial. So they get those which the next load of the
same roster makes, and whatever pointed to them still does.

Undone, the numbers are gone: groups have none, and Provider IDs may not be there.
"""

import hmac
import re
import uuid
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from provider_directory.config import Settings
from servicekit.seal import Sealer

revision = "0006"
down_revision = "0005"

TABLES = ("groups", "billing_providers")
PURPOSE = "provider_directory.tax_id"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "provider-directory.portico.example")
OF_GROUP = ("affiliations.group_id", "addresses.group_id", "billing_providers.group_id")
OF_ADDRESS = ("listings.address_id", "grants.site_scope")
SITES = ("access_changes.before", "access_changes.after", "invitations.grants")
"""Where JSON names addresses."""

DEFER = """
DO $$ DECLARE one record;
BEGIN
    FOR one IN SELECT conrelid::regclass AS its, conname FROM pg_constraint
        WHERE contype = 'f' AND confrelid IN ('groups'::regclass, 'addresses'::regclass)
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I {how}', one.its, one.conname);
    END LOOP;
END $$
"""


def upgrade() -> None:
    """Seal, then drop what was in clear."""
    for table in TABLES:
        op.add_column(table, sa.Column("tax_id_sealed", sa.Text()))
        op.add_column(table, sa.Column("tax_id_digest", sa.LargeBinary()))
    # A dropped column stays in the rows as they were written last: they are written without it.
    op.alter_column("billing_providers", "tax_id", nullable=True)
    _convert(op.get_bind())
    for table in TABLES:
        op.drop_column(table, "tax_id")
        op.create_index(f"ix_{table}_tax_id_digest", table, ["tax_id_digest"])
        op.create_check_constraint("tax_id_digest_is_32_bytes", table, "octet_length(tax_id_digest) = 32")
    op.create_check_constraint(
        "sealed_tax_id_has_its_digest", "groups", "(tax_id_sealed IS NULL) = (tax_id_digest IS NULL)"
    )
    for name in ("tax_id_sealed", "tax_id_digest"):
        op.alter_column("billing_providers", name, nullable=False)


def downgrade() -> None:
    """Back to columns in clear, which nothing fills."""
    op.drop_constraint("sealed_tax_id_has_its_digest", "groups")
    for table in TABLES:
        for name in ("tax_id_sealed", "tax_id_digest"):
            op.drop_column(table, name)
        op.add_column(table, sa.Column("tax_id", sa.Text(), nullable=table == "groups"))
        op.create_check_constraint("tax_id_is_nine_digits", table, r"tax_id ~ '^\d{9}$'")
        op.create_index(f"ix_{table}_tax_id", table, ["tax_id"])


def _convert(bind: sa.Connection) -> None:
    known = "SELECT tax_id FROM groups UNION SELECT tax_id FROM billing_providers"
    numbers = [number for (number,) in bind.execute(sa.text(known)) if number]
    if not numbers:
        return
    settings = Settings.from_env("provider_directory")
    sealer = Sealer.parse(settings.seal_keys)
    sealed = [sealer.seal(PURPOSE, number.encode()) for number in numbers]
    digests = [_digest(settings.index_key, number) for number in numbers]
    given = {"numbers": numbers, "sealed": sealed, "digests": digests}
    for table in TABLES:
        seal = sa.text(f"""
            UPDATE {table} SET tax_id_sealed = new.sealed, tax_id_digest = new.digest, tax_id = NULL
            FROM unnest(CAST(:numbers AS text[]), CAST(:sealed AS text[]), CAST(:digests AS bytea[]))
                AS new (number, sealed, digest)
            WHERE tax_id = new.number
        """)  # noqa: S608 - our own names
        bind.execute(seal, given)
    _name_anew(bind, settings.index_key)


def _digest(index_key: bytes, number: str) -> bytes:
    return hmac.digest(index_key, f"tax_id:{number}".encode(), "sha256")


def _name_anew(bind: sa.Connection, index_key: bytes) -> None:
    """Roster's groups and addresses, whose names were `<Tax ID>/…`."""
    bind.execute(sa.text(DEFER.format(how="DEFERRABLE INITIALLY DEFERRED")))
    moved: dict[str, str] = {}
    for table, pointing in (("groups", OF_GROUP), ("addresses", OF_ADDRESS)):
        moved |= _moved(bind, table, index_key, pointing)
    for column in SITES:
        _rewrite(bind, *column.split("."), moved)
    bind.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    bind.execute(sa.text(DEFER.format(how="NOT DEFERRABLE")))


def _moved(bind: sa.Connection, table: str, index_key: bytes, pointing: tuple[str, ...]) -> dict[str, str]:
    """New ids by old ones, once whatever pointed to the old ones points to the new ones."""
    found = bind.execute(sa.text(f"SELECT id, source_ref FROM {table} WHERE source = 'roster'")).all()  # noqa: S608
    rows = [(row.id, _digest(index_key, row.source_ref[:9]).hex() + row.source_ref[9:]) for row in found]
    given = {
        "old": [key for key, _ in rows],
        "new": [_id(ref) for _, ref in rows],
        "refs": [ref for _, ref in rows],
    }
    bind.execute(sa.text(_update(table, "id", ", source_ref = new.ref")), given)
    for column in pointing:
        bind.execute(sa.text(_update(*column.split("."))), given)
    return {str(old): str(new) for old, new in zip(given["old"], given["new"], strict=True)}


def _id(source_ref: str) -> UUID:
    return uuid.uuid5(NAMESPACE, f"roster:{source_ref}")


def _update(table: str, column: str, more: str = "") -> str:
    return f"""
        UPDATE {table} SET {column} = new.id{more}
        FROM unnest(CAST(:old AS uuid[]), CAST(:new AS uuid[]), CAST(:refs AS text[])) AS new (old, id, ref)
        WHERE {table}.{column} = new.old
    """  # noqa: S608 - our own names


def _rewrite(bind: sa.Connection, table: str, column: str, moved: dict[str, str]) -> None:
    """The same JSON with new ids."""
    some = f"SELECT id, {column}::text AS said FROM {table} WHERE {column}::text LIKE '%site_scope%'"  # noqa: S608
    change = sa.text(f"UPDATE {table} SET {column} = CAST(:said AS jsonb) WHERE id = :id")  # noqa: S608
    for row in bind.execute(sa.text(some)).all():
        said = re.sub(r"[0-9a-f-]{36}", lambda found: moved.get(found[0], found[0]), row.said)
        if said != row.said:
            bind.execute(change, {"id": row.id, "said": said})
