"""People whom specialists help, the plan's own, and the list that an old portal left."""

import csv

import bcrypt
import pytest

from contracts.identity import rpc
from identity.operations.known_accounts import create_staff
from identity.operations.moved_accounts import load_moved_accounts
from identity.rules.moved_rows import REASONS, REQUIRED_COLUMNS
from identity.rules.people import Profile
from servicekit.loading import CsvFile, LoadReport

OFFICE = {
    "first_name": "Noor", "last_name": "Abadi-O'Brien", "email": "front.desk@example.org",
    "username": "noor.desk", "password": "seven quiet herons", "terms_version": "2026-01",
}  # fmt: skip


@pytest.fixture
def office(home):
    """The id of an office person's account."""
    started = home.ask(rpc.start_provider_sign_up, **OFFICE)
    home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code=home.code())
    return home.one("SELECT id FROM accounts WHERE kind = 'provider'")


@pytest.fixture
def clerk(home):
    """The id of an account of one of the plan's own people."""
    person = Profile("mailroom.one", "Mo", "Room", "mo@example.org")
    return create_staff(home.work(), person, ["mailroom"], "seven quiet herons")


COLUMNS = (*REQUIRED_COLUMNS, "salt", "language", "member_id", "date_of_birth")


@pytest.fixture
def row():
    """`row(2, kind="member")`: a line of the list, with the bcrypt hash of "rosebud1"."""
    written = bcrypt.hashpw(b"rosebud1", bcrypt.gensalt(5)).decode()

    def make(number=1, **changes):
        made = {
            "username": f"old.desk{number}", "email": f"desk{number}@example.org", "first_name": "Noor",
            "last_name": f"Abadi{number}", "kind": "provider", "scheme": "bcrypt", "hash": written,
        }  # fmt: skip
        return made | changes

    return make


@pytest.fixture
def load_into(tmp_path):
    """`load_into(home, row(), …)`: outcome and reasons of each line, as the report has them."""

    def run(home, *rows, batch=2):
        path = tmp_path / "accounts.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        lines = CsvFile(path, REQUIRED_COLUMNS).lines()
        with LoadReport(tmp_path / "accounts.report.csv", REASONS) as report:
            load_moved_accounts(home.work(), lines, report, lambda *_: None, batch)
        with open(report.path, newline="") as file:
            return [(line["outcome"], line["reasons"]) for line in csv.DictReader(file)]

    return run


@pytest.fixture
def load(home, load_into):
    """The same, into identity as it is by default."""
    return lambda *rows: load_into(home, *rows)
