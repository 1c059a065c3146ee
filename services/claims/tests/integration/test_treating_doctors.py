"""Who treated a member, as claims tell: newest first, hers alone, and not everything to everybody (R118)."""

from uuid import UUID

import pytest

from claims.operations.treating_doctors import list_treating_doctors
from contracts.claims import rpc
from contracts.claims.treating_doctors import MOST
from contracts.procedures import MEMBER
from contracts.provider_directory.npi import is_npi
from servicekit.envelope import schema_of
from servicekit.work import Viewer
from support.claim_files import INES, LENA, MEMBERS, OMAR, TOU, claim, interchange, line

REPRESENTATIVE = "representative"


@pytest.fixture
def seen(kit, ana):
    """`seen(key=ana, role=MEMBER)`: (NPI, last day) of each, as its contract lets it through."""

    def ask(key: UUID | None = ana, role: str = MEMBER) -> list[tuple[str, str]]:
        viewer = Viewer(caller="gateway", person_key=key, roles=frozenset({role}))
        gives = schema_of(rpc.list_treating_doctors.gives)
        answer = gives.dump(list_treating_doctors(kit.work(viewer=viewer)))
        return [(one["npi"], one["last_service_on"]) for one in answer["doctors"]]

    return ask


def by(npi: str, day: str = "20261005", account: str = "", kind: int = 1, taxonomy="207Q00000X", **said):
    """A visit with that doctor on that day."""
    rendering = [f"NM1*82*{kind}*DOCTOR*D****XX*{npi}", f"PRV*PE*PXC*{taxonomy}"]
    given = {"rendering": rendering, "lines": line(day=day, **said.pop("line", {}))} | said
    return claim(account or f"{npi[-3:]}-{day}", **given)


def test_each_doctor_stands_once_with_her_last_day_the_newest_first(load, seen):
    visits = [by(OMAR, "20261007"), by(LENA, "20260105"), by(LENA, "20261001-20261009"), by(INES, "20250301")]
    load(interchange([segment for visit in visits for segment in visit]))
    assert seen() == [(LENA, "2026-10-09"), (OMAR, "2026-10-07"), (INES, "2025-03-01")]


def test_another_member_s_doctors_never_appear_nor_to_who_is_no_member(load, seen):
    theirs = by(OMAR, subscriber=f"NM1*IL*1*XIONG*TOU****MI*{TOU}")
    load(interchange([*by(LENA), *theirs]))
    assert seen() == [(LENA, "2026-10-05")]
    assert seen(MEMBERS[TOU]) == [(OMAR, "2026-10-05")]
    assert seen(None) == seen(UUID(int=0)) == seen(UUID(int=9)) == []


def test_a_group_a_laboratory_and_nobody_are_no_doctors(load, seen):
    load(interchange([*by(OMAR, kind=2), *claim("ACC-2", rendering=[])]))
    assert seen() == []


def test_a_line_of_another_doctor_counts_for_that_doctor(load, seen):
    lines = [*line(1, charge="100"), *line(2, charge="25", more=(f"NM1*82*1*HADDAD*OMAR****XX*{OMAR}",))]
    load(interchange(claim(lines=lines)))
    assert seen() == [(LENA, "2026-10-05"), (OMAR, "2026-10-05")]


@pytest.mark.parametrize(("code", "left"), [("7", [(OMAR, "2026-10-06")]), ("8", [])])
def test_what_was_replaced_or_voided_was_not_given(load, seen, code, left):
    (number,) = load(interchange(by(LENA))).control_numbers
    corrected = by(OMAR, "20261006", clm=f"CLM*A*125***11:B:{code}*Y*A*Y*Y", ref=f"REF*F8*{number}")
    load(interchange(corrected, number=2))
    assert seen() == left


def test_so_many_at_most_are_told(load, seen):
    npis = _npis(MOST + 5)
    load(interchange([part for n, npi in enumerate(npis) for part in by(npi, f"202601{n + 1:02}")]))
    told = seen()
    assert len(told) == MOST and told[0] == (npis[-1], "2026-01-25")
    assert len(seen(role=REPRESENTATIVE)) == MOST


SENSITIVE = [
    {"hi": "HI*ABK:F329*ABF:I10"},
    {"hi": "HI*ABK:I10*ABF:Z3009", "line": {"pointers": "1"}},  # though the service does not point at it
    {"line": {"procedure": "90834"}},
    {"taxonomy": "2084P0800X"},
    {"clm": "CLM*A*125***53:B:1*Y*A*Y*Y"},
]


KINDS = ["diagnosis", "other diagnosis", "procedure", "specialty", "place"]


@pytest.mark.parametrize("said", SENSITIVE, ids=KINDS)
def test_who_gave_a_sensitive_service_is_told_to_the_member_and_to_no_representative(load, seen, said):
    load(interchange([*by(LENA), *by(OMAR, "20261006", **said)]))
    assert seen() == [(OMAR, "2026-10-06"), (LENA, "2026-10-05")]
    assert seen(role=REPRESENTATIVE) == [(LENA, "2026-10-05")]


def test_one_sensitive_service_hides_the_doctor_whatever_else_she_gave(load, seen):
    load(interchange([*by(LENA), *by(LENA, "20261006", hi="HI*ABK:Z113*ABF:I10"), *by(OMAR)]))
    assert seen(role=REPRESENTATIVE) == [(OMAR, "2026-10-05")]


def test_what_was_coded_in_icd_9_is_told_to_no_representative(load, seen):
    load(interchange(by(LENA, "20140301", hi="HI*BK:25000*BF:4019")))
    assert seen() == [(LENA, "2014-03-01")] and seen(role=REPRESENTATIVE) == []


def _npis(count: int) -> list[str]:
    right = (f"{number}" for number in range(2_000_000_000, 2_000_001_000))
    return [npi for npi in right if is_npi(npi)][:count]
