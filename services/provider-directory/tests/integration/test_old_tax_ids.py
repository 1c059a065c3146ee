"""Migration 0006: Tax IDs that were kept in clear are sealed; no group, practice or permission is lost."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, pool, text

from provider_directory.rules.doctors import record_id
from provider_directory.rules.npi import with_check_digit
from servicekit.store.migrating import migrate

DIGITS = "009135742"
DOCTOR = {
    "npi": with_check_digit("200000001"), "first_name": "Ana", "last_name": "García", "gender": "female",
    "specialties": "207Q00000X", "group_name": "Portico Demo Group", "tax_id": DIGITS,
    "line1": "1 Demo Street", "city": "Merced", "state": "CA", "zip_code": "95340", "line": "medi_cal",
    "accepting": "open", "starts_on": "2026-01-01",
}  # fmt: skip
ROSTER = [DOCTOR, DOCTOR | {"line1": "2 Sample Avenue", "city": "Salinas", "zip_code": "93901"}]
OFFICES = [
    {"provider_id": "PCH1", "type": "group", "tax_id": DIGITS, "name": "Portico Demo Group", "npi": "",
     "registered_on": "2026-01-01"},
    {"provider_id": "PCH2", "type": "practitioner", "tax_id": "00-9135743", "name": "Ana García MD",
     "npi": DOCTOR["npi"], "registered_on": "2026-01-01"},
]  # fmt: skip
ACCESS = """
    WITH link AS (
        INSERT INTO links
            (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at, ended_at)
        SELECT id, gen_random_uuid(), 'user', 'revoked', 'sealed', 'key', now(), now() FROM billing_providers
        WHERE number = 'PCH1' RETURNING id, billing_provider_id, account_id
    ), site AS (
        INSERT INTO grants (link_id, feature, site_scope)
        SELECT link.id, 'claims', addresses.id FROM link, addresses RETURNING link_id, site_scope
    )
    INSERT INTO access_changes (link_id, billing_provider_id, account_id, actor_kind, action, after, at)
    SELECT id, billing_provider_id, account_id, 'system', 'changed',
        (SELECT jsonb_build_object('grants', jsonb_agg(site)) FROM site), now() FROM link
"""
TABLES = (
    "practitioners", "specialties", "groups", "affiliations", "addresses", "listings", "search_words",
    "panels", "billing_providers", "links", "grants", "access_changes",
)  # fmt: skip


class Stored:
    """A directory's database, whatever columns it has."""

    def __init__(self, url: str):
        self.engine = create_engine(url, poolclass=pool.NullPool)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, without what is sealed."""
        with self.engine.begin() as connection:
            return {table: self._read(connection, table) for table in TABLES}

    def fill(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        """Insert these rows; columns that the database has not are left out."""
        with self.engine.begin() as connection:
            for table, rows in tables.items():
                there = [column["name"] for column in inspect(connection).get_columns(table)]
                both = ", ".join(name for name in there if rows and name in rows[0]) or "id"
                insert = f"""INSERT INTO {table} ({both}) OVERRIDING SYSTEM VALUE SELECT {both}
                    FROM jsonb_populate_recordset(NULL::{table}, CAST(:rows AS jsonb))"""  # noqa: S608
                connection.execute(text(insert), {"rows": json.dumps(rows)})

    @staticmethod
    def _read(connection, table: str) -> list[dict[str, Any]]:
        query = f"SELECT to_jsonb(t) - 'tax_id_sealed' FROM {table} t ORDER BY to_jsonb(t)::text"  # noqa: S608
        return sorted((row[0] for row in connection.execute(text(query))), key=str)


@pytest.fixture
def lists(tmp_path) -> Callable[[str, list[dict[str, str]]], Path]:
    """`lists(name, rows)`: a comma-separated file."""

    def write(name: str, rows: list[dict[str, str]]) -> Path:
        path = tmp_path / name
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def load(directory, lists, tmp_path) -> Callable[[], str]:
    """Load roster and Provider IDs; what the commands said."""

    def run() -> str:
        said = []
        for command, rows in (("load-roster", ROSTER), ("load-billing-providers", OFFICES)):
            path = lists(f"{command}.csv", rows)
            done = directory(command, path, "--report", tmp_path / f"{command}.report.csv")
            assert done.code == 0, done.err
            said.append((tmp_path / f"{command}.report.csv").read_text())
        return "".join(said)

    return run


def in_clear(rows: dict[str, list[dict[str, Any]]], keys) -> dict[str, list[dict[str, Any]]]:
    """The rows as they were before: the number in a column, in names, and in what ids are made of."""
    words = json.dumps(rows)
    for table in ("groups", "addresses"):
        for row in rows[table]:
            old = record_id("roster", row["source_ref"].replace(keys.digest(DIGITS).hex(), DIGITS))
            words = words.replace(row["id"], str(old))
    words = words.replace(keys.digest(DIGITS).hex(), DIGITS)
    before = json.loads(words)
    for row in before["groups"]:
        row["tax_id"] = DIGITS
    for row, office in zip(before["billing_providers"], (DIGITS, "009135743"), strict=True):
        row["tax_id"] = office
    return before


@pytest.fixture
def old(kit, load, keys, environment, new_database) -> tuple[Stored, dict[str, list[dict[str, Any]]]]:
    """A database of before with rows in it, in the place of this worker's; and the rows as they should be."""
    url = new_database("provider_directory")
    migrate("provider_directory", url, "0005")
    load()
    with kit.database.transaction() as tx:
        tx.session.execute(text(ACCESS))
    wanted = Stored(environment["PROVIDER_DIRECTORY_DATABASE_URL"]).rows()
    stored = Stored(url)
    wanted["billing_providers"].sort(key=lambda row: row["number"])
    stored.fill(in_clear(wanted, keys))
    environment["PROVIDER_DIRECTORY_DATABASE_URL"] = url
    return stored, wanted


def test_what_was_in_clear_is_sealed_and_all_that_pointed_to_it_still_does(old, directory, keys):
    stored, wanted = old
    before = json.dumps(stored.rows())
    assert DIGITS in before and str(record_id("roster", f"{DIGITS}/portico demo group")) in before
    assert directory("migrate").code == 0
    after = stored.rows()
    after["billing_providers"].sort(key=lambda row: row["number"])
    assert after == wanted
    assert DIGITS not in json.dumps(after)
    with stored.engine.begin() as connection:
        sealed = connection.execute(text("SELECT tax_id_sealed FROM billing_providers ORDER BY number"))
        assert [keys.digits(one) for (one,) in sealed] == [DIGITS, "009135743"]


def test_loading_the_same_lists_again_changes_nothing_then(old, directory, load):
    stored, wanted = old
    assert directory("migrate").code == 0
    said = load()
    assert said.count("unchanged") == 4 and "rejected" not in said
    assert len(stored.rows()["groups"]) == len(wanted["groups"]) == 1
    assert len(stored.rows()["addresses"]) == 2


def test_constraints_are_checked_at_once_again_after_the_sealing(old, directory):
    stored, _ = old
    assert directory("migrate").code == 0
    with stored.engine.begin() as connection:
        late = connection.execute(
            text("SELECT conname FROM pg_constraint WHERE contype = 'f' AND condeferrable")
        )
        assert late.all() == []
