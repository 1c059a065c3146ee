"""The public samples of 834 files: each is loaded, or refused with a reason that is written here."""

import csv
import json
from pathlib import Path

import pytest

X12 = Path(__file__).parents[6] / "shared" / "data" / "x12"
DEPENDANT = ("2000", "missing_member_id")
UNKNOWN = ("2000", "unknown_member")
PLAN = ("2300", "unknown_plan")
LANGUAGE = ("2100A", "unknown_language")
PCP = ("2310", "pcp_not_loaded")
SPAN = ("medi_cal", "1996-06-01", None)
"""Both validators of the manifest call these files valid where nothing else is said; what is refused then is
refused because we don't know the member, or nobody agreed on the plan."""
ENROL = "stupidedi__X220A1_BE834_Benefit_Enrollment_and_Maintenance__pass__"

SAMPLES = {
    # coverage AK of plan 064703 is not ours; spaces within INS made one validator refuse the file
    "pyx12__pyx12__examples__example834_5010.txt": (["added"], {PLAN: 1, LANGUAGE: 1}, []),
    # the same member four times, in four transactions of one group
    "pyx12__pyx12__examples__multiple_st_loops.txt": (
        ["added", "unchanged", "unchanged", "unchanged"],
        {PLAN: 4, LANGUAGE: 4},
        [],
    ),
    # a PPO is not ours; the dependants' REF*0F is their own number (see the test below)
    "pyx12__pyx12__tests__834_deident_family.txt": (
        ["added", "rejected", "rejected"], {PLAN: 1, DEPENDANT: 2}, [],
    ),
    "pyx12__pyx12__tests__834_deident_new_enroll.txt": (["added"], {}, [("medi_cal", "2026-04-01", None)]),
    "pyx12__pyx12__tests__834_deident_term.txt": (["rejected", "rejected"], {UNKNOWN: 2}, []),
    # REF*0F is `REF OF`: five letters
    "pyx12__pyx12__tests__834_ls_le_ls.txt": (["rejected"], {("2000", "bad_member_id"): 1}, []),
    f"{ENROL}add-dependent-_full-time-student_-to-existing-enrollment.edi": (
        ["rejected"], {DEPENDANT: 1}, [],
    ),
    f"{ENROL}cancel-a-dependent.edi": (["rejected"], {DEPENDANT: 1}, []),
    f"{ENROL}enroll-employee-in-managed-care-product.edi": (
        ["added"], {PCP: 1}, [SPAN],
    ),
    f"{ENROL}enroll-employee-in-multiple-health-care-insurance-products.edi": (["added"], {PLAN: 2}, [SPAN]),
    f"{ENROL}reinstate-an-employee.edi": (["rejected"], {UNKNOWN: 1}, []),
    "x12__resources__834_005010X220A1__add-dependent.834": (["rejected"], {DEPENDANT: 1}, []),
    "x12__resources__834_005010X220A1__cancel-dependent.834": (["rejected"], {DEPENDANT: 1}, []),
    "x12__resources__834_005010X220A1__enroll-employee-managed-care.834": (
        ["added"], {PCP: 1}, [SPAN],
    ),
    "x12__resources__834_005010X220A1__reinstate-employee.834": (["rejected"], {UNKNOWN: 1}, []),
    "x12__resources__834_005010X220A1__reinstate-member-eligiblity-ins.834": (
        ["rejected"], {UNKNOWN: 1}, [],
    ),
    "x12__resources__834_005010X220A1__terminate-subscriber-eligibility.834": (
        ["rejected"], {UNKNOWN: 1}, [],
    ),
}  # fmt: skip
"""File → what becomes of each member, reasons by loop with their count, and the coverage there is then."""

TEST_FILES = "family new_enroll term _pass_ resources".split()


@pytest.fixture(scope="module")
def samples() -> dict[str, dict[str, str]]:
    """The manifest's rows of 834 files by file name."""
    manifest = X12 / "MANIFEST.csv"
    if not manifest.exists():
        pytest.skip(f"{manifest} is not there")
    with open(manifest, encoding="utf-8", newline="") as file:
        return {Path(row["file"]).name: row for row in csv.DictReader(file) if row["file"].startswith("834/")}


def test_every_sample_is_here(samples):
    assert SAMPLES.keys() == samples.keys() == {path.name for path in (X12 / "834").iterdir()}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_does_what_is_written_here(name, samples, load_834, rows):
    done = load_834(X12 / "834" / name, options=("--accept-test",))
    members, reasons, spans = SAMPLES[name]
    assert (done.code, done.err.count("refused")) == (0, 0)
    assert done.members == members
    assert dict(done.reasons) == reasons
    assert rows("SELECT line, starts_on::text, ends_on::text FROM coverage_spans") == spans


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_loaded_again_changes_nothing(name, samples, load_834, rows):
    tables = ("members", "coverage_spans", "contact_points", "contact_changes", "enrolment_refusals")
    load_834(X12 / "834" / name, options=("--accept-test",))
    before = [rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]
    again = load_834(X12 / "834" / name, options=("--accept-test",))
    assert [rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables] == before
    assert set(again.members) <= {"unchanged", "rejected"} and dict(again.reasons) == SAMPLES[name][1]


@pytest.mark.parametrize("name", [name for name in SAMPLES if any(word in name for word in TEST_FILES)])
def test_a_sample_that_is_marked_as_a_test_is_refused_unless_that_is_said(name, samples, load_834, rows):
    done = load_834(X12 / "834" / name)
    assert done.code == 1 and "marked as a test" in done.err
    assert [row["outcome"] for row in done.rows] == ["refused"]
    assert rows("SELECT count(*) FROM members") == [(0,)]


def test_the_family_is_a_family_where_dependants_have_numbers_of_their_own(samples, load_834, rows, tmp_path):
    guide = tmp_path / "guide.json"
    ppo = {"insurance_line": "PPO", "plan": "*", "line": "medi_cal"}
    guide.write_text(json.dumps({"dependant_number": "own", "coverages": [ppo]}))
    family = X12 / "834" / "pyx12__pyx12__tests__834_deident_family.txt"
    done = load_834(family, options=("--accept-test", "--guide", guide))
    assert done.members == ["added"] * 3 and not done.reasons
    assert rows("""
        SELECT one.first_name, relationship, subscriber.first_name
        FROM dependants JOIN members AS one ON one.key = member_key
        JOIN members AS subscriber ON subscriber.key = subscriber_key ORDER BY 1
    """) == [("MARY", "spouse", "ROBERT"), ("MICHAEL", "child", "ROBERT")]
    assert rows("SELECT starts_on::text FROM coverage_spans") == [("2026-04-01",)]


def test_who_was_enrolled_by_one_sample_is_ended_by_another(samples, load_834, rows):
    """Subscriber 123456789: enrolled from 1 June 1996, terminated with 1 August 1996 as her last day."""
    enrol = X12 / "834" / f"{ENROL}enroll-employee-in-multiple-health-care-insurance-products.edi"
    end = X12 / "834" / "x12__resources__834_005010X220A1__terminate-subscriber-eligibility.834"
    done = load_834(enrol, end, options=("--accept-test",))
    assert done.members == ["added", "changed"]
    assert rows("SELECT starts_on::text, ends_on::text FROM coverage_spans") == [("1996-06-01", "1996-08-01")]
