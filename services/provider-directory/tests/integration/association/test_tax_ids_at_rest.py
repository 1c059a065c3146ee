"""R011: a Tax ID is encrypted at rest and echoed nowhere. Whatever the directory does with one, its database
and its reports hold no digit of it."""

import csv
from collections.abc import Callable

import pytest
from sqlalchemy import text

from contracts.errors import ContractError
from contracts.procedures import PROVIDER_SERVICES
from contracts.provider_directory import rpc
from provider_directory.rules.doctors import record_id
from provider_directory.rules.npi import with_check_digit

TYPED, DIGITS = "00-9135742", "009135742"
DOCTOR = {
    "npi": with_check_digit("200000900"), "first_name": "Ana", "last_name": "García", "gender": "female",
    "specialties": "207Q00000X", "group_name": "Portico Demo Group", "tax_id": TYPED,
    "line1": "1 Demo Street", "city": "Merced", "state": "CA", "zip_code": "95340", "line": "medi_cal",
    "accepting": "open",
}  # fmt: skip
OFFICE = {
    "provider_id": "PCH700001", "type": "group", "tax_id": TYPED, "name": "Portico Demo Group", "npi": "",
}  # fmt: skip
FORM = {
    "type": "group", "first_name": None, "last_name": None, "group_name": "Portico Demo Group",
    "tax_id": TYPED, "provider_id": "PCH700001", "zip_code": "95340",
}  # fmt: skip
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


@pytest.fixture
def load(directory, tmp_path) -> Callable[..., str]:
    """`load(command, *rows)`: what was said and reported."""

    def run(command: str, *rows: dict[str, str]) -> str:
        path, report = tmp_path / "list.csv", tmp_path / "report.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        done = directory(command, path, "--report", report)
        return done.out + done.err + report.read_text(encoding="utf-8")

    return run


@pytest.fixture
def loaded(desk, load) -> str:
    """A group under the Tax ID with a Provider ID, and rows that were refused; what the loads said."""
    refused = DOCTOR | {"npi": "1"}
    said = load("load-roster", DOCTOR, refused, DOCTOR | {"tax_id": f"{TYPED}0"})
    said += load("load-billing-providers", OFFICE, OFFICE | {"provider_id": "P"}, OFFICE)
    assert said.count("rejected") >= 4
    return said


@pytest.fixture
def everything(desk) -> Callable[[], dict[str, str]]:
    """`everything()`: all rows of each table as text; bytes that are text are read as such."""

    def dump() -> dict[str, str]:
        with desk.kit.database.transaction() as tx:
            tx.session.execute(text("SET LOCAL bytea_output = 'escape'"))
            names = tx.session.execute(text(TABLES)).scalars().all()
            return {name: _rows(tx.session, name) for name in names}

    return dump


def _rows(session, table: str) -> str:
    found = session.execute(text(f"SELECT CAST(t AS text) FROM {table} t"))  # noqa: S608 - our own names
    return "\n".join(found.scalars())


def use(desk) -> None:
    """Associate with it, guess wrongly, and look it up as the plan's people do."""
    wren, other = desk.someone(), desk.someone()
    with pytest.raises(ContractError):
        desk.ask(rpc.match_billing_provider, other, **FORM | {"zip_code": "99999"})
    matched = desk.ask(rpc.match_billing_provider, wren, **FORM)
    finish = {"match_token": matched["match_token"], "agreement_version": matched["agreement"]["version"]}
    desk.ask(rpc.create_link, wren, **finish)
    token = desk.ask(rpc.match_billing_provider, other, **FORM)["match_token"]
    desk.ask(rpc.create_access_request, other, match_token=token)
    clerk = desk.someone(roles=frozenset({PROVIDER_SERVICES}))
    [found] = desk.ask(rpc.search_billing_providers, clerk, tax_id=TYPED)["offices"]
    about = {"billing_provider_id": found["billing_provider_id"], "reason": "Caller was verified"}
    assert desk.ask(rpc.get_office, clerk, **about)["tax_id"] == DIGITS
    assert desk.ask(rpc.get_welcome_letter, clerk, **about)["tax_id"] == DIGITS


def test_after_a_load_and_an_association_no_table_holds_the_number(desk, loaded, everything):
    use(desk)
    tables = everything()
    assert tables["billing_providers"] and "PCH700001" in tables["billing_providers"]
    assert tables["links"] and tables["outbox"] and tables["staff_acts"]
    assert {name for name, rows in tables.items() if DIGITS in rows or TYPED in rows} == set()


def test_what_a_roster_calls_its_groups_and_practices_can_not_be_found_by_trying_numbers(loaded, everything):
    group = f"{DIGITS}/portico demo group"
    guesses = {str(record_id("roster", ref)) for ref in (group, f"{group}/95340/1 demo street")}
    rows = everything()
    assert {guess for guess in guesses if any(guess in found for found in rows.values())} == set()


def test_a_load_says_which_row_was_refused_and_never_the_number(loaded):
    assert DIGITS not in loaded and TYPED not in loaded


def test_the_number_is_sealed_again_only_when_it_is_another(desk, loaded, load):
    kept = "SELECT tax_id_sealed, tax_id_digest FROM groups WHERE source = 'roster'"
    [before] = desk.rows(kept)
    load("load-roster", DOCTOR)
    assert desk.rows(kept) == [before]
    load("load-billing-providers", OFFICE)
    assert desk.rows("SELECT version FROM billing_providers WHERE number = 'PCH700001'")[0].version == 2
