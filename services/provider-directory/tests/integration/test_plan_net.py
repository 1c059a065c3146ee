"""`load-plan-net`: the shared FHIR directory and files made to be awkward. Nothing is lost without a word."""

import csv
import json
from pathlib import Path

import pytest

from provider_directory.rules.plan_net import KINDS, REASONS

SHARED = Path(__file__).parents[5] / "shared" / "data" / "directory"
NETWORK = "plannet-network-HPID050000"


def check_digit_is_right(npi: str) -> bool:
    total = 24  # of the prefix 80840
    for place, digit in enumerate(reversed(npi)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


@pytest.fixture
def load(directory, tmp_path):
    """Run load-plan-net on a folder; (what it said, the report's rows)."""

    def run(folder: Path, *options: str):
        report = tmp_path / "report.csv"
        done = directory("load-plan-net", folder, "--report", report, *options)
        with open(report, newline="", encoding="utf-8") as file:
            return done, list(csv.DictReader(file))

    return run


@pytest.fixture(scope="module")
def shared() -> dict[str, list[dict]]:
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not there")
    return {
        kind: [json.loads(line) for line in (SHARED / f"{kind}.ndjson").read_text().splitlines()]
        for kind in KINDS
    }


def npi_of(resource: dict) -> str | None:
    return next((str(i["value"]) for i in resource.get("identifier", []) if "us-npi" in i["system"]), None)


def test_every_shared_resource_is_kept_or_named_and_a_second_run_changes_nothing(shared, load, rows):
    done, report = load(SHARED, "--network", f"{NETWORK}=medi_cal")
    assert done.code == 0, done.err
    named = [(row["kind"], row["id"]) for row in report]
    assert sorted(named) == sorted((kind, one["id"]) for kind in KINDS for one in shared[kind])
    kept = {(row["kind"], row["id"]) for row in report if row["outcome"] == "added"}
    assert set(rows("SELECT kind, id FROM resources")) == kept
    assert all(row["reasons"] for row in report if row["outcome"] == "rejected")
    assert len(kept) + sum(row["outcome"] == "rejected" for row in report) == len(report) == 5_215
    before = rows("SELECT * FROM listings ORDER BY 1, 2, 3"), rows("SELECT * FROM practitioners ORDER BY id")
    _, again = load(SHARED, "--network", f"{NETWORK}=medi_cal")
    assert {row["outcome"] for row in again} == {"unchanged", "rejected"}
    assert before == (
        rows("SELECT * FROM listings ORDER BY 1, 2, 3"),
        rows("SELECT * FROM practitioners ORDER BY id"),
    )
    assert rows("SELECT count(*) FROM outbox") == [(0,)]


def test_of_the_shared_practitioners_just_those_with_a_right_npi_are_taken(shared, load, rows):
    _, report = load(SHARED)
    right = {one["id"] for one in shared["Practitioner"] if check_digit_is_right(npi_of(one))}
    outcomes = {row["id"]: row for row in report if row["kind"] == "Practitioner"}
    assert {key for key, row in outcomes.items() if row["outcome"] == "added"} == right
    assert {row["reasons"] for key, row in outcomes.items() if key not in right} == {"bad_npi"}
    assert {ref for (ref,) in rows("SELECT source_ref FROM practitioners")} == right
    [(content,)] = rows(f"SELECT content FROM resources WHERE id = '{min(right)}'")
    assert content == next(one for one in shared["Practitioner"] if one["id"] == min(right))


GROUP = {"resourceType": "Organization", "id": "g1", "name": "Portico Clinic"}
PLACE = {
    "resourceType": "Location",
    "id": "l1",
    "name": "Portico Clinic Merced",
    "managingOrganization": {"reference": "Organization/g1"},
    "address": {"line": ["1 Demo Street"], "city": "Merced", "state": "CA", "postalCode": "953401234"},
    "telecom": [{"system": "phone", "value": "(209) 555-0101 x12"}],
}
DOCTOR = {
    "resourceType": "Practitioner",
    "id": "p1",
    "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "2000000002"}],
    "name": [{"family": "García", "given": ["Ana", "María"], "suffix": ["MD"]}],
    "gender": "female",
    "communication": [{"coding": [{"code": "es"}]}],
}
ROLE = {
    "resourceType": "PractitionerRole",
    "id": "r1",
    "meta": {"lastUpdated": "2026-05-04T00:00:00Z"},
    "practitioner": {"reference": "Practitioner/p1"},
    "organization": {"reference": "Organization/g1"},
    "location": [{"reference": "Location/l1"}],
    "specialty": [{"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": "207Q00000X"}]}],
    "extension": [{"url": "x/network-reference", "valueReference": {"reference": "Organization/n1"}}],
}


@pytest.fixture
def folder(tmp_path):
    """`folder(DOCTOR, …)`: a folder with these resources, by kind; text is written as it is."""

    def write(*resources: dict | tuple[str, str]) -> Path:
        path = tmp_path / "plan_net"
        path.mkdir(exist_ok=True)
        lines: dict[str, list[str]] = {}
        for one in resources:
            kind, text = (one["resourceType"], json.dumps(one)) if isinstance(one, dict) else one
            lines.setdefault(kind, []).append(text)
        for kind, texts in lines.items():
            (path / f"{kind}.ndjson").write_text("\n".join(texts))
        return path

    return write


def test_a_doctor_of_a_network_can_be_found_with_all_that_was_said(folder, load, search, rows):
    done, report = load(folder(GROUP, PLACE, DOCTOR, ROLE), "--network", "n1=medi_cal")
    assert [row["outcome"] for row in report] == ["added"] * 4, done.out
    [found] = search(last_name="garcia", city="merced")["providers"]
    assert (found["first_name"], found["credential"], found["specialty"]) == ("Ana", "MD", "Family doctor")
    assert (found["languages"], found["available"]) == (["es"], True)
    assert found["practice"]["zip_code"] == "95340" and found["practice"]["extension"] == "12"
    assert rows("SELECT middle_name FROM practitioners") == [("María",)]
    assert rows("SELECT starts_on::text FROM affiliations") == [("2026-05-04",)]


@pytest.mark.parametrize(
    "mark",
    [
        {"system": "urn:oid:2.16.840.1.113883.4.4"},
        {"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "TAX"}]}},
    ],
)
def test_a_resource_is_kept_without_its_tax_id(folder, load, rows, mark):
    number = DOCTOR["identifier"][0] | {"value": "2000000010"}
    group = GROUP | {"identifier": [mark | {"value": "00-9135742"}, number]}
    for outcome in ("added", "unchanged"):
        assert [row["outcome"] for row in load(folder(group))[1]] == [outcome]
    assert rows("SELECT content FROM resources") == [(group | {"identifier": [number]},)]


def test_who_is_in_no_network_of_ours_is_kept_and_not_listed(folder, load, names, rows):
    load(folder(GROUP, PLACE, DOCTOR, ROLE), "--network", "other=medi_cal")
    assert names(last_name="garcia") == []
    assert rows("SELECT last_name FROM practitioners") == [("García",)]


def test_a_changed_resource_changes_the_doctor_and_is_told(folder, load, names, rows):
    load(folder(GROUP, PLACE, DOCTOR, ROLE), "--network", "n1=medi_cal")
    married = DOCTOR | {"name": [{"family": "Vang", "given": ["Ana"]}]}
    _, report = load(folder(married), "--network", "n1=medi_cal")
    assert {row["id"]: row["outcome"] for row in report}["p1"] == "changed"
    assert (names(last_name="vang"), names(last_name="garcia")) == (["Ana Vang"], [])
    assert rows("SELECT routing_key FROM outbox") == [("provider_changed.v1",)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (DOCTOR | {"identifier": []}, "missing_npi"),
        (DOCTOR | {"identifier": [DOCTOR["identifier"][0] | {"value": "2000000001"}]}, "bad_npi"),
        (DOCTOR | {"name": [{"family": "García"}]}, "missing_name"),
        (DOCTOR | {"name": [{"family": "Gar\x00cía", "given": ["Ana"]}]}, "bad_name"),
        (DOCTOR | {"gender": "F"}, "bad_gender"),
        (DOCTOR | {"active": False}, "inactive"),
        (DOCTOR | {"name": "García"}, "malformed"),
        (DOCTOR | {"address": [PLACE["address"] | {"postalCode": "9534"}]}, "bad_zip"),
        (DOCTOR | {"address": [PLACE["address"] | {"postalCode": "00000"}]}, "bad_zip"),
        (DOCTOR | {"address": [PLACE["address"] | {"state": "California"}]}, "bad_state"),
        (DOCTOR | {"qualification": [{"period": {"start": "2024-02-30"}}]}, "bad_date"),
        (DOCTOR | {"qualification": [{"code": ROLE["specialty"][0] | {"coding": [
            {"system": "http://nucc.org/provider-taxonomy", "code": "family"}]}}]}, "bad_specialty"),
        (DOCTOR | {"id": "a/b"}, "bad_id"),
        (PLACE | {"managingOrganization": {"reference": "Organization/none"}}, "unknown_organization"),
        (PLACE | {"address": {"state": "CA", "postalCode": "95340"}}, "missing_address"),
        (ROLE | {"practitioner": {"reference": "Practitioner/none"}}, "unknown_practitioner"),
        (ROLE | {"location": [{"reference": "Location/none"}]}, "unknown_location"),
        (("Endpoint", "{not json"), "not_json"),
        (("Endpoint", "[]"), "not_json"),
        (("Endpoint", '{"resourceType": "Location", "id": "x"}'), "wrong_kind"),
    ],
)  # fmt: skip
def test_a_bad_resource_is_refused_alone_and_with_its_reason(folder, load, rows, bad, reason):
    kind = bad["resourceType"] if isinstance(bad, dict) else bad[0]
    good = {"Practitioner": DOCTOR, "Location": PLACE, "PractitionerRole": ROLE}
    others = [one for name, one in good.items() if name != kind]
    _, report = load(folder(GROUP, *others, bad))
    outcomes = {row["kind"]: (row["outcome"], row["reasons"]) for row in report}
    assert outcomes[kind] == ("rejected", reason) and reason in REASONS
    assert outcomes["Organization"] == ("added", "")


def test_the_first_of_two_with_one_id_or_one_npi_counts_in_whatever_batch(folder, load):
    twin = DOCTOR | {"id": "p2"}
    _, report = load(folder(DOCTOR, DOCTOR | {"gender": "male"}, twin), "--batch", "1")
    assert [(row["outcome"], row["reasons"]) for row in report] == [
        ("added", ""),
        ("rejected", "duplicate_id"),
        ("rejected", "duplicate_npi"),
    ]


def test_a_folder_without_such_files_is_one_clear_line(directory, tmp_path):
    done = directory("load-plan-net", tmp_path)
    assert done.code == 1
    assert "has none of Organization.ndjson" in done.err and "Traceback" not in done.err


def test_progress_names_the_kind(folder, load):
    done, _ = load(folder(GROUP))
    assert "100 %  1 Organization: 1 accepted, 0 rejected" in done.err
