"""What one member's loop of an 834 asks for, read but not yet compared with what is on file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from member.rules import member_ids
from member.rules.x12 import codes, contacts, coverages
from member.rules.x12.companion_guide import OWN, CompanionGuide
from member.rules.x12.contacts import Reported
from member.rules.x12.coverages import (
    ELIGIBILITY_ENDS,
    MAINTENANCE_EFFECTIVE,
    CoverageMaintenance,
)
from member.rules.x12.loops import MemberLoop
from servicekit.x12 import Fault, Segment, day, is_text


@dataclass(slots=True)
class Maintenance:
    """What a member's loop says.

    `code` is INS03. `member_id` and `subscriber_id` are normalised; the latter is given for dependants alone,
    with `relationship`. `cells` are facts in the columns of a member list, those that were given. `ends` and
    `again` are the days of maintenance that names no coverage. `refused` are reasons against all of it,
    `faults` against parts of it. `places` say where in the file names, death, and birth date and sex stand.
    """

    code: str
    at: int
    member_id: str = ""
    subscriber_id: str | None = None
    relationship: str | None = None
    cells: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    coverages: list[CoverageMaintenance] = field(default_factory=list)
    names_coverage: bool = False
    ends: date | None = None
    again: date | None = None
    contacts: list[Reported] = field(default_factory=list)
    language: str | None = None
    county: str | None = None
    refused: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_maintenance(loop: MemberLoop, guide: CompanionGuide) -> Maintenance:
    """The maintenance of one member; what can't be read is in its `refused` and `faults`."""
    ins = loop.placed[0][1]
    asked = Maintenance(code=ins.get(3), at=ins.number)
    asked.refused += [Fault(reason, "2000", at) for reason, at in _against_all(loop, ins)]
    _read_numbers(loop, ins, guide, asked)
    _read_facts(loop, ins, asked)
    dates = _read_days(loop, asked)
    _read_coverages(loop, guide, asked, dates)
    _read_contacts(loop, asked)
    return asked


def _against_all(loop: MemberLoop, ins: Segment) -> Iterator[tuple[str, int]]:
    if loop.too_long:
        yield "too_many_segments", ins.number
    if ins.get(1) not in ("Y", "N"):
        yield "bad_subscriber_indicator", ins.number
    if ins.get(3) not in codes.MEMBER_MAINTENANCE:
        yield "unknown_maintenance", ins.number
    if ins.get(1) == "N" and ins.get(2) not in codes.RELATIONSHIPS:
        yield "unknown_relationship", ins.number
    for _, segment in loop.placed:
        if not is_text(segment.elements):
            yield "not_text", segment.number


def _read_numbers(loop: MemberLoop, ins: Segment, guide: CompanionGuide, asked: Maintenance) -> None:
    numbers = {ref.get(1): ref for ref in reversed(loop.find("2000", "REF"))}
    first = numbers.get("0F", ins)
    subscriber = member_ids.normalise(first.get(2)) if "0F" in numbers else ""
    own = subscriber
    if ins.get(1) == "N":
        if guide.dependant_number == OWN:
            subscriber = member_ids.normalise(loop.subscriber)
        else:
            own = _dependants_own_id(loop, numbers)
        asked.subscriber_id, asked.relationship = subscriber, codes.RELATIONSHIPS.get(ins.get(2))
    asked.member_id = own
    asked.refused += [Fault(reason, "2000", first.number) for reason in _against_numbers(own, asked)]


def _dependants_own_id(loop: MemberLoop, numbers: dict[str, Segment]) -> str:
    """Her client number (REF*23) or the ID agreed on (NM109 with ZZ); never a social security number."""
    if "23" in numbers:
        return member_ids.normalise(numbers["23"].get(2))
    return next(
        (member_ids.normalise(name.get(9)) for name in loop.find("2100A", "NM1") if name.get(8) == "ZZ"), ""
    )


def _against_numbers(own: str, asked: Maintenance) -> Iterator[str]:
    dependant = asked.subscriber_id is not None
    if dependant and not asked.subscriber_id:
        yield "missing_subscriber_number"
    if dependant and asked.subscriber_id and not member_ids.is_valid(asked.subscriber_id):
        yield "bad_subscriber_number"
    if not own:
        yield "missing_member_id" if dependant else "missing_subscriber_number"
    elif not member_ids.is_valid(own):
        yield "bad_member_id"
    elif own == asked.subscriber_id:
        yield "own_subscriber"


def _read_facts(loop: MemberLoop, ins: Segment, asked: Maintenance) -> None:
    names = loop.find("2100A", "NM1")
    if not names:
        asked.refused.append(Fault("no_name_loop", "2100A", ins.number))
        return
    name, about = names[-1], next(iter(loop.find("2100A", "DMG")), None)
    given = {
        "BENE_LAST_NAME": " ".join(filter(None, (name.get(3), name.get(7)))) if name.get(3) else "",
        "BENE_1ST_NAME": name.get(4),
        "BENE_MIDL_NAME": name.get(5),
        "BENE_BRTH_DT": _with_dashes(about.get(2)) if about else "",
        "BENE_SEX_CD": codes.SEX.get(about.get(3), about.get(3)) if about else "",
        "BENE_DEATH_DT": _with_dashes(ins.get(12)),
    }
    asked.cells = {column: text for column, text in given.items() if text}
    asked.places = {"name": ("2100A", name.number), "death": ("2000", ins.number)}
    asked.places["about"] = ("2100A", about.number if about else name.number)


def _with_dashes(text: str) -> str:
    """CCYYMMDD as a member list has it; anything else as one that no list takes."""
    found = day(text)
    return found.isoformat() if found else (f"({text})" if text else "")


def _read_days(loop: MemberLoop, asked: Maintenance) -> dict[str, date]:
    days, bad = coverages.days_of(loop.find("2000", "DTP"))
    asked.refused += [Fault("bad_date", "2000", at) for at in bad]
    asked.ends = days.get(ELIGIBILITY_ENDS) or days.get(MAINTENANCE_EFFECTIVE)
    asked.again = days.get(MAINTENANCE_EFFECTIVE)
    return days


def _read_coverages(
    loop: MemberLoop, guide: CompanionGuide, asked: Maintenance, member_days: dict[str, date]
) -> None:
    asked.names_coverage = bool(loop.find("2300", "HD"))
    for found in coverages.asked_for(loop, guide, member_days):
        (asked.faults if isinstance(found, Fault) else asked.coverages).append(found)
    asked.faults += [
        Fault("pcp_not_loaded", "2310", name.number)
        for name in loop.find("2310", "NM1")
        if name.get(1) == "P3"
    ]


def _read_contacts(loop: MemberLoop, asked: Maintenance) -> None:
    for found in contacts.reported(loop):
        (asked.faults if isinstance(found, Fault) else asked.contacts).append(found)
    asked.county, language = contacts.county(loop), contacts.language(loop)
    if isinstance(language, Fault):
        asked.faults.append(language)
    else:
        asked.language = language
