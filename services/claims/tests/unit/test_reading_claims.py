"""Reading one claim of an 837P: what it says, and every reason why it is refused."""

from datetime import date
from decimal import Decimal

import pytest

from claims.rules.claims import Claim, Rendering, account_digest, fingerprint
from claims.rules.x12.loops import MOST_SEGMENTS, claim_loops
from claims.rules.x12.professional import read_claim
from claims.rules.x12.reasons import CLAIM_REASONS
from servicekit.x12 import Segment
from support.claim_files import ANA, GROUP, LENA, OMAR, claim, line

TODAY = date(2026, 10, 20)
KEY = bytes(range(32))


def loops(segments: list[str]):
    return list(claim_loops(Segment(n, n, text.split("*")) for n, text in enumerate(segments, start=10)))


def read(segments: list[str] | None = None, **said):
    (loop,) = loops(segments or claim(**said))
    return read_claim(loop, ":", TODAY)


def reasons(**said) -> set[tuple[str, str]]:
    found = read(**said)
    return set() if isinstance(found, Claim) else {(fault.loop, fault.reason) for fault in found}


def test_a_claim_is_read_with_all_that_it_says():
    found = read(lines=[*line(1, "20261001-20261003", "100"), *line(2, "20261005", "25.50", "j1550", "2")],
                 clm="CLM* ACC-1 *125.50***11:B:1*Y*A*Y*Y")  # fmt: skip
    assert isinstance(found, Claim), found
    assert (found.patient_account, found.member_id, found.billing_npi) == ("ACC-1", ANA, GROUP)
    assert (found.frequency, found.original, found.total_charge) == ("1", None, Decimal("125.50"))
    assert (found.diagnosis_code_set, found.diagnoses) == ("icd_10", ("E119", "I10"))
    assert (found.service_from, found.service_through) == (date(2026, 10, 1), date(2026, 10, 5))
    first, second = found.lines
    assert (first.number, first.procedure_code, first.diagnoses) == (1, "99213", ("E119", "I10"))
    assert (second.procedure_code, second.diagnoses, second.charge) == ("J1550", ("I10",), Decimal("25.50"))
    assert (first.place_of_service, first.units, first.unit) == ("11", Decimal(1), "UN")
    assert first.rendering == second.rendering == Rendering(LENA, "person", "207Q00000X")


def test_modifiers_place_and_who_rendered_are_those_of_the_line_where_it_says_them():
    said = ["LX*1", "SV1*HC:99213:25:tc*125*UN*1*02**1", "DTP*472*D8*20261005"]
    (only,) = read(lines=[*said, f"NM1*82*1*HADDAD*OMAR****XX*{OMAR}"]).lines
    assert (only.modifiers, only.place_of_service) == (("25", "TC"), "02")
    assert only.rendering == Rendering(OMAR, "person")


def test_who_bills_for_her_own_services_rendered_them():
    billing = ["PRV*BI*PXC*207Q00000X", f"NM1*85*1*OKORO*LENA****XX*{LENA}"]
    (only,) = read(billing=billing, rendering=[]).lines
    assert only.rendering == Rendering(LENA, "person", "207Q00000X")


def test_a_group_that_names_nobody_leaves_open_who_rendered():
    assert read(rendering=[]).lines[0].rendering is None


def test_what_another_payer_says_of_the_claim_is_not_taken_for_the_claim():
    other = ["SBR*P*01*******CI", "NM1*IL*1*SMITH*JANE****MI*OTHER99999", "NM1*82*1", "NM1*PR*2*KEY*****PI*9"]
    found = read(lines=[*other, *line()])
    assert isinstance(found, Claim) and found.member_id == ANA and found.lines[0].rendering.npi == LENA
    assert read(rendering=[], lines=[*other, *line()]).lines[0].rendering is None


def test_nothing_of_one_member_stays_for_the_next():
    patient = ["HL*3*2*23*0", "PAT*19", "NM1*QC*1*R*KIM"]
    nobody = ["HL*4*1*22*0", "SBR*P*18*******MC", "CLM*ACC-2*125***11:B:1", "HI*ABK:I10*ABF:E119", *line()]
    first, second = loops([*claim(patient=patient), *nobody])
    assert [fault.reason for fault in read_claim(first, ":", TODAY)] == ["patient_is_not_the_member"]
    assert [fault.reason for fault in read_claim(second, ":", TODAY)] == ["missing_subscriber"]
    group = ["HL*1**20*1", *nobody]
    second = loops([*claim(billing=["PRV*BI*PXC*207Q00000X", f"NM1*85*1*O*L****XX*{LENA}"]), *group])[1]
    reasons = {fault.reason for fault in read_claim(second, ":", TODAY)}
    assert reasons == {"missing_billing_provider", "missing_subscriber"}


def test_several_claims_of_one_member_and_of_the_next_stand_below_one_billing_provider():
    second = ["CLM*ACC-2*125***11:B:1*Y*A*Y*Y", "HI*ABK:I10", *line(pointers="1")]
    third = ["HL*3*1*22*0", "SBR*P*18*******MC", "NM1*IL*1*XIONG*TOU****MI*PCH-1000-0102", *second]
    one, two, three = loops([*claim(), *second, *third])
    assert [loop.number for loop in (one, two, three)] == [1, 2, 3]
    found = [read_claim(loop, ":", TODAY) for loop in (one, two, three)]
    assert [c.member_id for c in found] == [ANA, ANA, "PCH10000102"]
    assert [c.billing_npi for c in found] == [GROUP] * 3
    assert [c.lines[0].rendering for c in found] == [Rendering(LENA, "person", "207Q00000X"), None, None]


@pytest.mark.parametrize("code", ["7", "8"])
def test_a_replacement_and_a_void_name_the_claim_before_them(code):
    found = read(clm=f"CLM*A*125***11:B:{code}*Y*A*Y*Y", ref="REF*F8*10000001")
    assert (found.frequency, found.original) == (code, "10000001")
    assert reasons(clm=f"CLM*A*125***11:B:{code}*Y*A*Y*Y") == {("2300", "missing_original_claim")}


WRONG = [
    ({"clm": "CLM**125***11:B:1"}, "2300", "missing_patient_account"),
    ({"clm": f"CLM*{'9' * 39}*125***11:B:1"}, "2300", "patient_account_too_long"),
    ({"clm": "CLM*A*12.345***11:B:1"}, "2300", "bad_total_charge"),
    ({"clm": "CLM*A*-125***11:B:1"}, "2300", "bad_total_charge"),
    ({"clm": "CLM*A*125***11:B:6"}, "2300", "unknown_frequency"),
    ({"clm": "CLM*A*125***11"}, "2300", "unknown_frequency"),
    ({"clm": "CLM*A*126***11:B:1"}, "2300", "total_differs"),
    ({"clm": "CLM*A*125***1:B:1"}, "2400", "bad_place_of_service"),
    ({"billing": []}, "2010AA", "missing_billing_provider"),
    ({"billing": "NM1*85*2*CLINIC*****XX*1234567890"}, "2010AA", "bad_billing_npi"),
    ({"billing": f"NM1*85*2*CLINIC*****24*{GROUP}"}, "2010AA", "bad_billing_npi"),
    ({"subscriber": []}, "2010BA", "missing_subscriber"),
    ({"subscriber": "NM1*IL*1*R*A****MI*12"}, "2010BA", "bad_member_id"),
    ({"subscriber": f"NM1*IL*1*R*A****II*{ANA}"}, "2010BA", "bad_member_id"),
    ({"patient": ["HL*3*2*23*0", "PAT*19", "NM1*QC*1*R*KIM"]}, "2010CA", "patient_is_not_the_member"),
    ({"hi": []}, "2300", "missing_diagnosis"),
    ({"hi": "HI*ABK:E11.9*ABF:I10"}, "2300", "bad_diagnosis_code"),
    ({"hi": "HI*ABK*E119*ABF:I10"}, "2300", "bad_diagnosis_code"),
    ({"hi": "HI*ABK:E119*BF:2724"}, "2300", "mixed_diagnosis_code_sets"),
    ({"hi": "HI*BK:25000*BF:4019"}, "2300", "wrong_diagnosis_code_set"),
    ({"rendering": "NM1*82*1*OKORO*LENA****XX*2000000003"}, "2310B", "bad_rendering_npi"),
    ({"rendering": "NM1*82*1*OKORO*LENA"}, "2310B", "bad_rendering_npi"),
    ({"lines": []}, "2300", "missing_service_lines"),
    ({"lines": [part for n in range(51) for part in line(n + 1)]}, "2300", "too_many_service_lines"),
    ({"lines": ["LX*1", "SV2*0300*HC:99213*125*UN*1", "DTP*472*D8*20261005"]}, "2400", "missing_service"),
    ({"lines": line(procedure="9921")}, "2400", "bad_procedure_code"),
    ({"lines": line(procedure="99213:2")}, "2400", "bad_modifier"),
    ({"lines": line(charge="1,25")}, "2400", "bad_line_charge"),
    ({"lines": line(charge="")}, "2400", "bad_line_charge"),
    ({"lines": ["LX*1", "SV1*HC:99213*125*UN*x***1", "DTP*472*D8*20261005"]}, "2400", "bad_units"),
    ({"lines": line(pointers="3")}, "2400", "bad_diagnosis_pointer"),
    ({"lines": line(pointers="")}, "2400", "bad_diagnosis_pointer"),
    ({"lines": line(day="20261305")}, "2400", "bad_service_date"),
    ({"lines": ["LX*1", "SV1*HC:99213*125*UN*1***1"]}, "2400", "bad_service_date"),
    ({"lines": line(day="20261005-20261004")}, "2400", "service_ends_before_it_starts"),
    ({"lines": line(day="20261021")}, "2400", "future_service_date"),
    ({"lines": line(more=(f"NM1*82*1*HADDAD*OMAR****XX*{OMAR[:-1]}9",))}, "2420A", "bad_rendering_npi"),
    ({"lines": line(more=("NTE*ADD*\udce9",))}, "2300", "not_text"),
    ({"lines": [*line(), *["NTE*ADD*x"] * MOST_SEGMENTS]}, "2300", "too_many_segments"),
]


@pytest.mark.parametrize(
    ("said", "loop", "reason"), WRONG, ids=[f"{row[2]} {n}" for n, row in enumerate(WRONG)]
)
def test_a_wrong_claim_is_refused_with_the_reason_and_its_place(said, loop, reason):
    assert reasons(**said) == {(loop, reason)}
    assert reason in CLAIM_REASONS


def test_every_reason_that_reading_has_is_seen_here():
    by_others = {"unknown_member", "unknown_original_claim", "original_claim_settled"}
    seen = {reason for _, _, reason in WRONG} | {"missing_original_claim"} | by_others
    assert seen == CLAIM_REASONS.keys()


def test_all_reasons_against_a_claim_are_told_at_once():
    found = reasons(clm="CLM**x***11:B:1", hi=[], lines=line(day="0"))
    assert {reason for _, reason in found} == {
        "missing_patient_account", "bad_total_charge", "missing_diagnosis", "bad_service_date",
    }  # fmt: skip


def test_icd_9_is_right_for_services_before_october_2015_alone():
    old = {"hi": "HI*BK:25000*BF:4019"}
    assert isinstance(read(**old, lines=line(day="20150930")), Claim)
    assert reasons(lines=line(day="20150930")) == {("2300", "wrong_diagnosis_code_set")}
    assert reasons(**old, lines=line(day="20151001")) == {("2300", "wrong_diagnosis_code_set")}


def test_the_same_words_of_the_same_sender_are_the_same_claim():
    marks = {
        fingerprint(KEY, sender, read(**said))
        for sender, said in [
            ("ZZ:A", {}), ("ZZ:A", {}), ("ZZ:B", {}), ("ZZ:A", {"account": "ACC-2"}),
            ("ZZ:A", {"lines": line(day="20261006")}),
            ("ZZ:A", {"subscriber": "NM1*IL*1*X*Y****MI*PCH10000102"}),
        ]
    }  # fmt: skip
    assert len(marks) == 5 and {len(mark) for mark in marks} == {32}
    assert fingerprint(bytes(32), "ZZ:A", read()) not in marks


def test_a_patient_account_is_found_however_it_is_typed_and_not_without_the_key():
    assert account_digest(KEY, "acc-1 ") == account_digest(KEY, "ACC-1") != account_digest(KEY, "ACC1")
    assert account_digest(bytes(32), "ACC-1") != account_digest(KEY, "ACC-1")
    with pytest.raises(ValueError, match="32 bytes"):
        account_digest(b"short", "ACC-1")
