"""The invented claims: what invented doctors did for invented members, as one 837P file.

It is the same file for the same people and doctors, so that loading it again changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

RECEIVED_ON = date(2025, 1, 15)
FIRST_DAY = date(2024, 2, 5)
GROWN_UP = "2006-01-01"
"""Who was born later is treated by nobody here."""
OUTSIDE_NPI = "2999999990"
"""A practitioner whom no directory lists."""
STRANGERS_CLAIMS = 5
"""Every fifth member was treated once by somebody whom the directory does not list."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An invented service: procedure, diagnosis (ICD-10-CM), NUCC code, days after FIRST_DAY, dollars."""

    procedure: str
    diagnosis: str
    specialty: str
    after: int
    charge: str


VISITS = (
    Visit("99213", "E119", "207Q00000X", 0, "125.00"),
    Visit("99396", "Z0000", "207Q00000X", 91, "210.00"),
    Visit("92014", "H5213", "152W00000X", 140, "98.50"),
    Visit("90834", "F411", "103T00000X", 203, "160.00"),
    Visit("99214", "I10", "207RC0000X", 270, "185.00"),
)
"""The fourth is a sensitive service: who acts for a member is not shown its doctor."""


def file_text(people: Sequence[Mapping[str, Any]], doctors: Sequence[Mapping[str, Any]]) -> str:
    """An 837P file: `people` have `member_id` and `date_of_birth`, `doctors` an `npi`."""
    claims = list(_claims([one for one in people if one["date_of_birth"] < GROWN_UP], doctors))
    body = [
        "ST*837*0001*005010X222A1", "BHT*0019*00*DEMO*20250115*0900*CH",
        "NM1*41*2*PORTICO DEMO BILLING*****46*DEMO", "PER*IC*DEMO*TE*8315550100",
        "NM1*40*2*PORTICO*****46*PORTICO", *(segment for claim in claims for segment in claim),
    ]  # fmt: skip
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'DEMO':15}*ZZ*{'PORTICO':15}*250115*0900*^*00501*000000001*0*P*:"
    head, tail = [isa, "GS*HC*DEMO*PORTICO*20250115*0900*1*X*005010X222A1"], ["GE*1*1", "IEA*1*000000001", ""]
    return "~\n".join([*head, *body, f"SE*{len(body) + 1}*0001", *tail])


def _claims(people: Sequence[Mapping[str, Any]], doctors: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    for number, person in enumerate(people):
        for nth, visit in enumerate(VISITS):
            doctor = doctors[(number * len(VISITS) + nth) % len(doctors)]
            yield _claim(f"DEMO{number + 1:03}-{nth + 1}", person["member_id"], doctor["npi"], visit, number)
        if number % STRANGERS_CLAIMS == 0:
            account = f"DEMO{number + 1:03}-0"
            yield _claim(account, person["member_id"], OUTSIDE_NPI, VISITS[0], number)


def _claim(account: str, member_id: str, npi: str, visit: Visit, number: int) -> list[str]:
    """One claim of a doctor who bills for herself, with the levels above it."""
    day = FIRST_DAY + timedelta(days=visit.after + number % 7)
    return [
        "HL*1**20*1", f"PRV*BI*PXC*{visit.specialty}", f"NM1*85*1*DOCTOR*DEMO****XX*{npi}",
        "HL*2*1*22*0", "SBR*P*18*******MC", f"NM1*IL*1*MEMBER*DEMO****MI*{member_id}",
        f"CLM*{account}*{visit.charge}***11:B:1*Y*A*Y*Y", f"HI*ABK:{visit.diagnosis}",
        "LX*1", f"SV1*HC:{visit.procedure}*{visit.charge}*UN*1***1", f"DTP*472*D8*{day:%Y%m%d}",
    ]  # fmt: skip
