"""The public samples of 837P files: each claim is received, or refused with a reason that is written here."""

import uuid
from datetime import date
from pathlib import Path

import pytest

from claims.rules.claims import Claim
from claims.rules.x12.loops import claim_loops
from claims.rules.x12.professional import read_claim
from claims.rules.x12.reasons import CLAIM_REASONS
from servicekit.loading import UnusableFile
from servicekit.x12 import X12File, transactions

X12 = Path(__file__).parents[5] / "shared" / "data" / "x12"
PASS = "stupidedi__X222A1_HC837_Health_Care_Claim_Professional__pass__"
PARSER, LINUX = "x12-parser__resources__837_5010__x12_", "x12__resources__837_005010X222A2__demo."
BILLING, RENDERING = ("2010AA", "bad_billing_npi"), ("2310B", "bad_rendering_npi")
POINTER = ("2400", "bad_diagnosis_pointer")
COUNT = "segment_count_differs"
EVERYTHING = "SELECT claims::text, claim_lines::text FROM claims JOIN claim_lines ON claim_id = id"
INFUSION = "home-infusion-therapy-pharmacy-_adjudicated-with-"
"""Invented NPIs are mostly no right ones: these claims are refused for that."""

SAMPLES = {
    f"{PASS}COB-claim-from-payer-a-to-payer-b-in-payer-to-payer.edi": (
        ["rejected"], {BILLING, RENDERING, ("2010CA", "patient_is_not_the_member")}, [],
    ),
    f"{PASS}anesthesia.edi": (["rejected"], {BILLING, RENDERING}, []),
    f"{PASS}drug-administered-in-the-physician-office.edi": (["added"], set(), []),
    f"{PASS}encounter.edi": (["rejected"], {BILLING}, []),
    f"{PASS}{INFUSION}HCPCS-in-loop-2400-or-NDC-in-loop-2410_.edi": (["added"], set(), []),
    f"{PASS}{INFUSION}NDC-in-loop-2410_.edi": (["added"], set(), []),
    f"{PASS}wheelchair.edi": (["rejected"], {BILLING}, []),
    # all of this maker's envelopes have wrong counts; one is cut short by a line that is no ISA
    f"{PARSER}ambiguous_loop.txt": ([], set(), [COUNT]),
    f"{PARSER}bad_first_line.txt": ([], set(), ["not_professional_claims"]),
    f"{PARSER}bad_segment_identifier.txt": ([], set(), [COUNT]),
    f"{PARSER}bad_valid_code.txt": ([], set(), [COUNT]),
    f"{PARSER}complex.txt": ([], set(), [COUNT] * 2),
    f"{PARSER}loop_errors2_exceeds_max_repeats_multiple_parents.txt": ([], set(), [COUNT]),
    f"{PARSER}missing_elements.txt": ([], set(), [COUNT]),
    f"{PARSER}missing_required_loops_mult_repeats.txt": ([], set(), [COUNT]),
    f"{PARSER}multiple_gs.txt": ([], set(), [COUNT] * 3),
    f"{PARSER}no_errors.txt": ([], set(), [COUNT]),
    f"{PARSER}valid.txt": ([], set(), [COUNT]),
    f"{PARSER}valid_different_separators.txt": ([], set(), [COUNT]),
    "x12__examples__example_5010_837p__sample.txt": (["rejected"] * 8, {RENDERING, POINTER}, []),
    f"{LINUX}ambulance.example5.837": (["rejected"], {BILLING}, []),
    f"{LINUX}drug.example10.1.837": (["added"], set(), []),
    f"{LINUX}example7.837": (["rejected"], {BILLING}, []),
    # divides parts with > and says that it does so with :
    f"{LINUX}example9.837": (
        ["rejected"],
        {
            BILLING, RENDERING, ("2300", "missing_diagnosis"), ("2300", "unknown_frequency"),
            ("2400", "bad_procedure_code"), ("2400", "bad_place_of_service"),
        },
        [],
    ),
    # transactions without a claim
    "staedi__resources__x12__sample837-small.edi": ([], set(), []),
    "staedi__x12__issue229__837-header-ref-only.edi": ([], set(), []),
}  # fmt: skip
"""File → what becomes of each claim, the reasons by loop, and what is wrong with its transactions."""


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the samples are."""
    if not (X12 / "837P").is_dir():
        pytest.skip(f"{X12 / '837P'} is not there")
    return X12 / "837P"


@pytest.fixture
def everybody_is_a_member(members) -> None:
    """Every Member ID is somebody's."""

    class Everybody(dict):
        def __contains__(self, member_id):
            return True

        def __missing__(self, member_id):
            return uuid.uuid5(uuid.NAMESPACE_OID, member_id)

    members.known = Everybody()


def test_every_sample_is_here(folder):
    assert SAMPLES.keys() == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_does_what_is_written_here_and_again_changes_nothing(
    name, folder, load, rows, everybody_is_a_member
):
    outcomes, reasons, problems = SAMPLES[name]
    done = load(folder / name, accept_test=True)
    assert (done.outcomes, [found.problem for found in done.refused]) == (outcomes, problems)
    assert {(row["loop"], row["reason"]) for row in done.rows if row["outcome"] == "rejected"} == reasons
    before = rows(EVERYTHING)
    again = load(folder / name, accept_test=True)
    assert again.outcomes == [{"added": "unchanged"}.get(one, one) for one in outcomes]
    assert before == rows(
        "SELECT claims::text, claim_lines::text FROM claims JOIN claim_lines ON claim_id = id"
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_of_whom_the_plan_does_not_know_is_refused(name, folder, load, rows):
    done = load(folder / name, accept_test=True)
    assert set(done.outcomes) <= {"rejected"} and rows("SELECT count(*) FROM claims") == [(0,)]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_claim_of_a_sample_is_read_or_refused_whatever_its_envelope_says(name, folder):
    try:
        for segments in transactions(X12File(folder / name).segments()):
            for loop in claim_loops(segments):
                found = read_claim(loop, ":", date(2026, 10, 20))
                assert isinstance(found, Claim) or {fault.reason for fault in found} <= CLAIM_REASONS.keys()
    except UnusableFile:
        assert name == f"{PARSER}bad_first_line.txt"
