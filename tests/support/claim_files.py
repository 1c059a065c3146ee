"""Invented 837P files for tests: people, doctors, and the segments of a claim."""

import uuid

ANA, TOU = "PCH10000101", "PCH10000102"
MEMBERS = {ANA: uuid.UUID(int=101), TOU: uuid.UUID(int=102)}
"""Two members by their Member IDs, normalised."""

GROUP, LENA, OMAR, INES = "1234567893", "2000000002", "2000000010", "2000000028"
"""NPIs: of a group that bills, and of three doctors."""

SENDER, RECEIVER = "CLEARING".ljust(15), "PORTICO".ljust(15)


def claim(account: str = "ACC-1", **said: str | list[str]) -> list[str]:
    """The segments of an invented claim with the levels above it: Ana sees Lena on 5 October 2026.

    `said` replaces billing, subscriber, patient, clm, ref, hi, rendering, lines. Each is a segment or a list
    of them; an empty list leaves it out.
    """
    parts = {
        "level": "HL*1**20*1",
        "billing": f"NM1*85*2*CREEKSIDE CLINIC*****XX*{GROUP}",
        "below": ["HL*2*1*22*0", "SBR*P*18*******MC"],
        "subscriber": f"NM1*IL*1*RAMIREZ*ANA****MI*{ANA}",
        "patient": [],
        "clm": f"CLM*{account}*125***11:B:1*Y*A*Y*Y",
        "ref": [],
        "hi": "HI*ABK:E119*ABF:I10",
        "rendering": [f"NM1*82*1*OKORO*LENA****XX*{LENA}", "PRV*PE*PXC*207Q00000X"],
        "lines": line(),
    } | said
    return [segment for part in parts.values() for segment in ([part] if isinstance(part, str) else part)]


def line(
    number: int = 1,
    day: str = "20261005",
    charge: str = "125",
    procedure: str = "99213",
    pointers: str = "1:2",
    more: tuple[str, ...] = (),
) -> list[str]:
    """The segments of a service line; `day` may be two days with a hyphen between them."""
    form = "RD8" if "-" in day else "D8"
    return [
        f"LX*{number}", f"SV1*HC:{procedure}*{charge}*UN*1***{pointers}", f"DTP*472*{form}*{day}", *more,
    ]  # fmt: skip


def interchange(*transactions: list[str], number: int = 1, usage: str = "P", ends: str = "~\n") -> str:
    """An 837P file; each transaction is the segments of its claims."""
    body: list[str] = []
    for place, claims in enumerate(transactions, start=1):
        head = [
            f"ST*837*{place:04}*005010X222A1", "BHT*0019*00*1*20261006*0900*CH",
            "NM1*41*2*CLEARING HOUSE*****46*CLEARING", "NM1*40*2*PORTICO*****46*PORTICO",
        ]  # fmt: skip
        body += [*head, *claims, f"SE*{len(head) + len(claims) + 1}*{place:04}"]
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{SENDER}*ZZ*{RECEIVER}*261006*0900*^*00501*{number:09}*0*{usage}*:"
    segments = [
        isa, f"GS*HC*CLEARING*PORTICO*20261006*0900*{number}*X*005010X222A1", *body,
        f"GE*{len(transactions)}*{number}", f"IEA*1*{number:09}", "",
    ]  # fmt: skip
    return ends.join(segments)
