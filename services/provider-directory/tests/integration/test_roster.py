"""`load-roster FILE`: what is accepted, what is refused, and what a second run does."""

import csv
from pathlib import Path

import pytest

from provider_directory.rules.npi import with_check_digit
from provider_directory.rules.roster_rows import REASONS


def row(number: int = 1, **cells: str) -> dict[str, str]:
    """A good row."""
    return {
        "npi": with_check_digit(f"200000{number:03}"),
        "first_name": "Ana",
        "middle_name": "",
        "last_name": "García",
        "credential": "MD",
        "gender": "female",
        "languages": "en;es",
        "specialties": "207Q00000X;207R00000X",
        "group_name": "Portico Demo Group",
        "tax_id": "00-0000101",
        "group_npi": "",
        "practice_name": "Portico Demo Clinic",
        "line1": "1 Demo Street",
        "line2": "",
        "city": "Merced",
        "state": "CA",
        "zip_code": "95340",
        "county": "Merced",
        "phone": "209-555-0101",
        "line": "medi_cal",
        "pcp": "",
        "accepting": "open",
        "age_from": "",
        "age_to": "",
        "sex": "",
        "panel_size": "",
        "starts_on": "2026-01-01",
        "ends_on": "",
    } | cells


@pytest.fixture
def load(directory, tmp_path):
    """Run load-roster on rows; (what it said, (outcome, reasons) by line)."""

    def run(rows: list[dict] | Path, *options: str):
        path = rows if isinstance(rows, Path) else written(tmp_path / "roster.csv", rows)
        report = tmp_path / "report.csv"
        done = directory("load-roster", path, "--report", report, *options)
        if not report.exists():
            return done, {}
        with open(report, newline="", encoding="utf-8") as file:
            return done, {
                int(one["line"]): (one["outcome"], set(one["reasons"].split()))
                for one in csv.DictReader(file)
            }

    return run


def written(path: Path, rows: list[dict]) -> Path:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row()))
        writer.writeheader()
        writer.writerows(rows)
    return path


EVERYTHING = """
    SELECT to_jsonb(p), to_jsonb(l), to_jsonb(a), to_jsonb(g), to_jsonb(f), to_jsonb(s) FROM practitioners p
    JOIN listings l ON l.practitioner_id = p.id JOIN addresses a ON a.id = l.address_id
    JOIN groups g ON g.id = a.group_id JOIN affiliations f ON f.practitioner_id = p.id
    JOIN specialties s ON s.practitioner_id = p.id ORDER BY p.npi, l.line, practice_no, s.code
"""


def test_a_row_can_be_found_with_all_that_was_said_and_a_second_run_changes_nothing(load, search, rows, keys):
    _, outcomes = load([row(age_to="17", panel_size="1")])
    assert outcomes == {2: ("added", set())}
    [found] = search(last_name="garcia", age=18)["providers"]
    assert (found["specialty"], found["languages"], found["reason"]) == ("Family doctor", ["en", "es"], "age")
    assert found["practice"]["phone"] == "+12095550101"
    [(sealed,)] = rows("SELECT tax_id_sealed FROM groups")
    assert keys.digits(sealed) == "000000101"
    before = rows(EVERYTHING)
    _, again = load([row(age_to="17", panel_size="1")])
    assert again == {2: ("unchanged", set())}
    assert rows(EVERYTHING) == before and len(before) == 2


def test_a_second_practice_and_a_second_line_are_listed_beside_the_first(load, search):
    other = row(line1="2 Sample Avenue", city="Salinas", zip_code="93901", county="Monterey")
    for _ in range(2):
        load([row(), other, row(line="ihss")], "--batch", "1")
    assert search(city="merced")["providers"][0]["practice"]["city"] == "Merced"
    assert search(city="salinas")["providers"][0]["practice"]["city"] == "Salinas"
    assert len(search()["providers"]) == 1 and len(search(line="ihss")["providers"]) == 1


def test_a_changed_row_changes_the_doctor_and_is_told(load, names, rows):
    load([row()])
    assert rows("SELECT count(*) FROM outbox") == [(0,)]
    _, outcomes = load([row(last_name="Vang")])
    assert outcomes == {2: ("changed", set())}
    assert (names(last_name="vang"), names(last_name="garcia")) == (["Ana Vang"], [])
    assert rows("SELECT routing_key FROM outbox") == [("provider_changed.v1",)]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"npi": "2000000001"}, "bad_npi"),
        ({"npi": ""}, "bad_npi"),
        ({"npi": "٢٠٠٠٠٠٠٠٠٢"}, "bad_npi"),
        ({"group_npi": "2000000001"}, "bad_group_npi"),
        ({"tax_id": "12345"}, "bad_tax_id"),
        ({"first_name": ""}, "missing_name"),
        ({"group_name": " "}, "missing_name"),
        ({"last_name": "Gar\x07cía"}, "bad_text"),
        ({"last_name": "x" * 201}, "bad_text"),
        ({"gender": "f"}, "bad_gender"),
        ({"specialties": ""}, "bad_specialty"),
        ({"specialties": "207Q00000X;doctor"}, "bad_specialty"),
        ({"line1": ""}, "missing_address"),
        ({"state": "Ca"}, "bad_state"),
        ({"zip_code": "9534"}, "bad_zip"),
        ({"zip_code": "00000"}, "bad_zip"),
        ({"county": "Fresno"}, "bad_county"),
        ({"phone": "555"}, "bad_phone"),
        ({"line": "dental"}, "bad_line"),
        ({"pcp": "maybe"}, "bad_pcp"),
        ({"accepting": ""}, "bad_accepting"),
        ({"age_from": "18", "age_to": "17"}, "bad_age"),
        ({"age_from": "-1"}, "bad_age"),
        ({"sex": "F"}, "bad_sex"),
        ({"panel_size": "many"}, "bad_panel_size"),
        ({"starts_on": "2026-02-30"}, "bad_date"),
        ({"starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "bad_date"),
    ],
)
def test_a_bad_row_is_refused_alone_and_with_its_reason(load, rows, cells, reason):
    _, outcomes = load([row(1, **cells), row(2)])
    assert outcomes == {2: ("rejected", {reason}), 3: ("added", set())} and reason in REASONS
    assert rows("SELECT count(*) FROM practitioners") == [(1,)]


def test_the_npi_of_another_group_is_refused_in_whatever_batch(load):
    number = with_check_digit("200000900")
    twice = [row(1, group_npi=number), row(2, group_npi=number, tax_id="000000202")]
    for batch in ("1", "10"):
        _, outcomes = load(twice, "--batch", batch)
        assert outcomes[3] == ("rejected", {"group_npi_taken"})


def test_a_broken_line_and_an_unusable_file_are_said_plainly(load, tmp_path):
    path = written(tmp_path / "broken.csv", [row(1), row(2)])
    path.write_bytes(path.read_bytes() + b"x,y\n")
    _, outcomes = load(path)
    assert outcomes[4] == ("rejected", {"too_few_columns"})
    (tmp_path / "report.csv").unlink()
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    done, _ = load(empty)
    assert done.code == 1 and "has no column npi" in done.err


def test_a_doctor_leaves_her_group_after_the_last_day_that_a_later_roster_says(load, rows):
    days = "SELECT starts_on::text, ends_on::text FROM affiliations"
    load([row()])
    load([row(ends_on="2026-06-30")])
    assert rows(days) == [("2026-01-01", "2026-06-30")]
    load([row()])
    assert rows(days) == [("2026-01-01", "2026-06-30")]
    load([row(starts_on="2026-09-01")])
    assert rows(f"{days} ORDER BY 1") == [("2026-01-01", "2026-06-30"), ("2026-09-01", None)]
