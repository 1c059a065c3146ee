"""Loading 837P files: each claim once, refused alone, and what a later claim does to an earlier one."""

import pytest

from claims.operations.receiving import ACCOUNT_PURPOSE, LOADER
from claims.repository.receiving import wait_for_other_loads
from servicekit.loading import UnusableFile
from servicekit.seal import SealBroken
from support.claim_files import ANA, GROUP, LENA, MEMBERS, OMAR, TOU, claim, interchange, line

CLAIMS = "SELECT member_key, state, frequency, billing_npi, total_charge::text, received_on::text FROM claims"
EVERYTHING = "SELECT claims::text, claim_lines::text FROM claims JOIN claim_lines ON claim_id = id ORDER BY 1"
COUNT = "SELECT count(*) FROM claims"
STATES = "SELECT state, frequency FROM claims ORDER BY control_number"


def of_tou(account: str) -> list[str]:
    return claim(account, subscriber=f"NM1*IL*1*XIONG*TOU****MI*{TOU}")


def following(number: str, code: str = "7", account: str = "ACC-1", **said) -> list[str]:
    """A claim that replaces or voids the one with that control number."""
    return claim(account, clm=f"CLM*{account}*125***11:B:{code}*Y*A*Y*Y", ref=f"REF*F8*{number}", **said)


def test_a_claim_is_kept_with_its_lines_and_gets_a_number_of_the_plan(load, rows, ana):
    lines = [*line(1, "20261001-20261003", "100", pointers="2"), *line(2, charge="25", procedure="83036")]
    done = load(interchange(claim(lines=lines)))
    assert done.outcomes == ["added"] and not done.refused
    assert rows(CLAIMS) == [(ana, "received", "1", GROUP, "125.00", "2026-10-20")]
    assert rows("SELECT service_from::text, service_through::text, diagnoses FROM claims") == [
        ("2026-10-01", "2026-10-05", ["E119", "I10"])
    ]
    assert rows("""
        SELECT number, procedure_code, charge::text, units::text, place_of_service, diagnoses, rendering_npi,
               rendering_kind, rendering_specialty FROM claim_lines ORDER BY 1
    """) == [
        (1, "99213", "100.00", "1.000", "11", ["I10"], LENA, "person", "207Q00000X"),
        (2, "83036", "25.00", "1.000", "11", ["E119", "I10"], LENA, "person", "207Q00000X"),
    ]
    assert done.control_numbers == [str(row[0]) for row in rows("SELECT control_number FROM claims")]


def test_the_patient_account_number_is_sealed_and_is_no_key(load, rows, kit):
    load(interchange([*claim("ACC-7"), *claim("ACC-7", lines=line(day="20261006"))]))
    sealed = [row[0] for row in rows("SELECT patient_account_sealed FROM claims")]
    assert [kit.sealer.unseal(ACCOUNT_PURPOSE, one) for one in sealed] == [b"ACC-7"] * 2
    assert rows("SELECT count(DISTINCT patient_account_digest) FROM claims") == [(1,)]
    assert "ACC-7" not in str(rows(EVERYTHING))
    with pytest.raises(SealBroken):
        kit.sealer.unseal("member.contact", sealed[0])


def test_the_same_file_again_changes_nothing_and_tells_the_same_numbers(load, rows):
    sent = interchange([*claim("ACC-1"), *of_tou("ACC-2")], claim("ACC-3"))
    first, before = load(sent), rows(EVERYTHING)
    again = load(sent)
    assert again.outcomes == ["unchanged"] * 3 and again.control_numbers == first.control_numbers
    assert rows(EVERYTHING) == before


def test_a_claim_that_is_sent_once_more_under_other_control_numbers_is_the_same_claim(load, rows):
    load(interchange(claim()))
    assert load(interchange(claim(), number=2)).outcomes == ["unchanged"]
    assert load(interchange([*claim(), *claim("ACC-2"), *claim("ACC-2")], number=3)).outcomes == [
        "unchanged", "added", "unchanged",
    ]  # fmt: skip
    other = interchange(claim()).replace("ZZ*CLEARING ", "ZZ*OFFICE   ")
    assert load(other).outcomes == ["added"] and rows(COUNT) == [(3,)]


def test_one_bad_claim_is_refused_alone_with_its_reason_and_place(load, rows):
    bad = claim("ACC-2", billing="NM1*85*2*CLINIC*****XX*1234567890", hi="HI*ABK:?*ABF:I10")
    done = load(interchange([*claim("ACC-1"), *bad, *claim("ACC-3")]))
    assert done.outcomes == ["added", "rejected", "added"] and not done.refused
    assert done.reasons == {("2010AA", "bad_billing_npi"), ("2300", "bad_diagnosis_code")}
    assert {row["meaning"] for row in done.rows if row["reason"] == "bad_billing_npi"} == {
        "The billing provider has no right NPI (NM109 with XX)"
    }
    assert (done.tally.added, done.tally.rejected) == (2, 1) and rows(COUNT) == [(2,)]


def test_the_report_holds_nothing_personal(load):
    said = (load(interchange([*claim(), *of_tou("ACC-2"), *claim("ACC-3", hi=[])])).report).read_text()
    assert not [word for word in (ANA, TOU, "ACC", "RAMIREZ", "E119", LENA) if word in said]


def test_whom_the_plan_does_not_know_is_refused_and_taken_once_she_is_known(load, members, rows):
    members.known.pop(TOU)
    sent = interchange([*claim(), *of_tou("ACC-2")])
    done = load(sent)
    assert done.outcomes == ["added", "rejected"] and done.reasons == {("2300", "unknown_member")}
    members.known[TOU] = MEMBERS[TOU]
    assert load(sent).outcomes == ["unchanged", "added"]
    assert rows("SELECT DISTINCT member_key FROM claims ORDER BY 1") == [(MEMBERS[ANA],), (MEMBERS[TOU],)]


def test_members_are_asked_for_once_a_batch_each_id_once(load, members):
    sent = [segment for n in range(7) for segment in (claim if n % 2 else of_tou)(f"ACC-{n}")]
    load(interchange(sent), batch=3)
    assert members.asked == [[ANA, TOU], [ANA, TOU], [TOU]]
    load(interchange(claim(hi=[]), number=2))
    assert len(members.asked) == 3, "nobody is asked about what is refused anyway"


@pytest.mark.parametrize(("code", "state"), [("7", "replaced"), ("8", "voided")])
def test_a_later_claim_takes_the_place_of_the_one_it_names(load, rows, code, state):
    (number,) = load(interchange(claim())).control_numbers
    sent = interchange(following(number, code), number=2)
    assert load(sent).outcomes == ["added"]
    assert rows(STATES) == [(state, "1"), ("received", code)]
    assert rows("SELECT count(*) FROM claims AS c JOIN claims AS o ON o.id = c.original_id") == [(1,)]
    assert load(sent).outcomes == ["unchanged"] and rows(STATES) == [(state, "1"), ("received", code)]


def test_what_was_replaced_is_not_replaced_again_and_its_successor_is(load, rows):
    (first,) = load(interchange(claim())).control_numbers
    (second,) = load(interchange(following(first), number=2)).control_numbers
    again = following(first, lines=line(procedure="99214"))
    assert load(interchange(again, number=3)).reasons == {("2300", "original_claim_settled")}
    both = [*following(second, "8"), *following(second, "7", lines=line(procedure="99215"))]
    done = load(interchange(both, number=4))
    assert done.outcomes == ["added", "rejected"] and done.reasons == {("2300", "original_claim_settled")}
    assert rows(STATES) == [("replaced", "1"), ("voided", "7"), ("received", "8")]


@pytest.mark.parametrize(
    "said",
    [
        {"number": "99999999"},
        {"number": "ICN-1"},
        {"number": "9" * 30},
        {"subscriber": f"NM1*IL*1*XIONG*TOU****MI*{TOU}"},
        {"billing": f"NM1*85*2*ELSEWHERE*****XX*{OMAR}"},
    ],
    ids=["unknown", "no number", "too long", "of another member", "of another provider"],
)
def test_a_claim_of_somebody_else_can_not_be_replaced_and_nothing_tells_that_it_is_there(load, rows, said):
    (number,) = load(interchange(claim())).control_numbers
    done = load(interchange(following(**({"number": number} | said)), number=2))
    assert done.reasons == {("2300", "unknown_original_claim")}
    assert rows(STATES) == [("received", "1")]


def test_a_void_can_not_be_voided(load, rows):
    (first,) = load(interchange(claim())).control_numbers
    (void,) = load(interchange(following(first, "8"), number=2)).control_numbers
    done = load(interchange(following(void, "8"), number=3))
    assert done.reasons == {("2300", "unknown_original_claim")}


def test_a_load_that_was_cut_off_goes_on_behind_what_was_committed(load, members, rows):
    sent = interchange([segment for n in range(10) for segment in claim(f"ACC-{n}")])
    ask = members.find

    def lost(member_ids):
        if len(members.asked) == 2:
            raise ConnectionError
        return ask(member_ids)

    members.find = lost
    with pytest.raises(ConnectionError):
        load(sent, batch=3)
    assert rows(COUNT) == [(6,)]
    members.find = ask
    assert load(sent, batch=3).outcomes == ["unchanged"] * 6 + ["added"] * 4
    assert rows(COUNT) == [(10,)]


def test_a_transaction_whose_envelope_is_wrong_is_refused_alone(load, rows):
    sent = interchange(claim("ACC-1"), claim("ACC-2"), claim("ACC-3"))
    wrong = sent.replace("SE*17*0002", "SE*16*0002")
    assert wrong != sent
    done = load(wrong)
    assert done.outcomes == ["added", "added"]
    assert [found.problem for found in done.refused] == ["segment_count_differs"]
    assert load(sent).outcomes == ["unchanged", "added", "unchanged"] and rows(COUNT) == [(3,)]


def test_another_kind_of_file_and_a_test_are_refused(load, rows):
    other = interchange(claim()).replace("005010X222A1", "005010X223A2")
    assert [found.problem for found in load(other).refused] == ["not_professional_claims"]
    marked = interchange(claim(), usage="T")
    assert [found.problem for found in load(marked).refused] == ["test_interchange"]
    assert rows(COUNT) == [(0,)]
    assert load(marked, accept_test=True).outcomes == ["added"]


def test_of_several_files_none_is_loaded_when_one_can_not_be_read(load, rows):
    with pytest.raises(UnusableFile, match="no X12 interchange"):
        load(interchange(claim()), "no X12")
    assert rows(COUNT) == [(0,)]


def test_one_load_runs_at_a_time(load, kit, rows):
    with kit.database.transaction() as other:
        wait_for_other_loads(other.session, LOADER)
        with pytest.raises(Exception, match="lock timeout"):
            load(interchange(claim()))
    assert rows(COUNT) == [(0,)]
