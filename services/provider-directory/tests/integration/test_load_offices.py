"""`load-billing-providers FILE` and `publish-agreement`: what is accepted and refused, and a second run."""

import csv

import pytest

from provider_directory.operations.keeping import LOADER
from provider_directory.repository import saving
from provider_directory.rules.doctors import Belonging, GroupOf
from provider_directory.rules.npi import with_check_digit
from provider_directory.rules.office_rows import REASONS
from servicekit import clock


def npi(number: int) -> str:
    """The NPI of the invented doctor of that number."""
    return with_check_digit(f"{100_000_000 + number}")


CLINIC = GroupOf("clinic", "García-López & Sons, Inc.", npi=npi(9000), tax_id="000000201")
TODAY = "2026-01-01"


def row(**cells: str) -> dict[str, str]:
    """A good row, of a group."""
    return {
        "provider_id": "PCH1", "type": "group", "tax_id": "00-0000201", "name": "Garcia Lopez Sons Inc",
        "npi": "", "registered_on": TODAY, "ended_on": "", "representative_name": "Rosalind Example",
        "representative_phone": "831-555-0171", "representative_email": "rosalind@example.org",
        "remittance_line1": "PO Box 1", "remittance_line2": "", "remittance_city": "Merced",
        "remittance_state": "CA", "remittance_zip_code": "95340-0001",
    } | cells  # fmt: skip


@pytest.fixture
def load(directory, listed, kit, keys, tmp_path):
    """Run load-billing-providers on rows; (what it said, (outcome, reasons) by line). Two doctors and a
    clinic are there; the first belongs to the clinic."""
    listed({}, {})
    with kit.database.transaction() as tx:
        saving.save_groups(tx.session, LOADER, "test", [CLINIC], keys)
        saving.belong(tx.session, LOADER, "test", [Belonging(npi(1), "clinic", clock.today("UTC"))])

    def run(rows, *options):
        path, report = tmp_path / "offices.csv", tmp_path / "report.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        done = directory("load-billing-providers", path, "--report", report, *options)
        with open(report, newline="", encoding="utf-8") as file:
            return done, [(one["outcome"], set(one["reasons"].split())) for one in csv.DictReader(file)]

    return run


def test_a_second_run_changes_nothing_and_tells_nobody(load, rows):
    offices = [row(), row(provider_id="pch2", type="practitioner", npi=npi(1), tax_id="000000300")]
    assert load(offices)[1] == [("added", set())] * 2
    everything = """SELECT to_jsonb(b), to_jsonb(a), to_jsonb(r), (SELECT count(*) FROM outbox)
        FROM billing_providers b JOIN representatives r ON r.id = representative_id
        JOIN addresses a ON a.source_ref = number || '/remittance' ORDER BY number"""
    before = rows(everything)
    assert [office["number"] for office, *_ in before] == ["PCH1", "PCH2"]
    assert load(offices)[1] == [("unchanged", set())] * 2
    assert rows(everything) == before


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"provider_id": "P"}, "bad_number"),
        ({"provider_id": npi(3)}, "bad_number"),
        ({"type": "clinic"}, "bad_type"),
        ({"tax_id": "12345678"}, "bad_tax_id"),
        ({"name": ""}, "missing_name"),
        ({"npi": "1234567890"}, "bad_npi"),
        ({"type": "practitioner"}, "bad_npi"),
        ({"registered_on": "1/1/2026"}, "bad_date"),
        ({"ended_on": "2025-12-31"}, "bad_date"),
        ({"representative_phone": "555"}, "bad_phone"),
        ({"representative_name": ""}, "missing_representative"),
        ({"remittance_city": ""}, "bad_address"),
        ({"remittance_zip_code": "9534"}, "bad_address"),
        ({"type": "practitioner", "npi": npi(99)}, "unknown_practitioner"),
        ({"name": "Another Clinic"}, "unknown_group"),
        ({"tax_id": "000000999"}, "unknown_group"),
        ({"npi": npi(9001)}, "unknown_group"),
    ],
)
def test_a_row_is_refused_alone_with_its_reason(load, rows, cells, reason):
    done, outcomes = load([row(**cells), row(provider_id="PCH9")])
    assert (done.code, outcomes) == (0, [("rejected", {reason}), ("added", set())])
    assert REASONS[reason] in done.out
    assert rows("SELECT number FROM billing_providers") == [("PCH9",)]


def test_a_provider_id_never_passes_to_somebody_else(load):
    load([row(provider_id="PCH2", type="practitioner", npi=npi(1))])
    _, outcomes = load([row(provider_id="PCH2", type="practitioner", npi=npi(2)), row(provider_id="PCH2")])
    assert outcomes == [("rejected", {"other_owner"}), ("rejected", {"twice"})]


def test_the_same_provider_id_on_a_later_line_of_another_batch_is_refused(load):
    _, outcomes = load([row(), row(provider_id="PCH3"), row(name="García López Sons, Inc.")], "--batch", "1")
    assert outcomes == [("added", set()), ("added", set()), ("rejected", {"twice"})]


def test_a_changed_name_is_a_change_and_its_people_are_told(load, rows):
    load([row()])
    told = "SELECT count(*) FROM outbox WHERE routing_key = 'office_scope_changed.v1'"
    assert rows(told) == [(1,)]
    assert load([row(name="GARCIA-LOPEZ & SONS, INC.")])[1] == [("changed", set())]
    assert load([row(name="GARCIA-LOPEZ & SONS, INC.", remittance_city="Atwater")])[1] == [("changed", set())]
    assert rows(told) == [(2,)]


def test_links_to_a_provider_id_that_the_list_ends_are_ended_at_once(load, rows, kit):
    load([row()])
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql(
            "INSERT INTO links"
            " (billing_provider_id, account_id, role, state, person_sealed, email_key, linked_at)"
            " SELECT id, gen_random_uuid(), 'administrator', 'active', '', '', now() FROM billing_providers"
        )
    load([row(ended_on=TODAY)])
    assert rows("SELECT state FROM links") == [("revoked",)]
    assert rows("SELECT count(*) FROM outbox WHERE routing_key = 'access_ended.v1'") == [(1,)]


def test_an_agreement_that_was_published_never_changes(directory, rows, tmp_path):
    words = tmp_path / "agreement.txt"
    words.write_text("First words.\n\nSecond.\n")
    assert (
        directory("publish-agreement", "--version", "2026-01", words).out == "Version 2026-01 is in force\n"
    )
    words.write_text("Other words.")
    assert "before" in directory("publish-agreement", "--version", "2026-01", words).out
    assert rows("SELECT version, text FROM agreements") == [("2026-01", "First words.\n\nSecond.")]
