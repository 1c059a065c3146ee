"""What an 834 says about coverage: HD and the days that follow it (loop 2300)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from member.rules.coverage_maintenance import FOREVER
from member.rules.x12 import codes
from member.rules.x12.companion_guide import CompanionGuide
from member.rules.x12.loops import MemberLoop
from servicekit.x12 import Fault, Segment, day

ELIGIBILITY_BEGINS, ELIGIBILITY_ENDS, MAINTENANCE_EFFECTIVE = "356", "357", "303"
BENEFIT_BEGINS, BENEFIT_ENDS = "348", "349"
COVERED_FROM = frozenset({codes.ADDITION, codes.REINSTATEMENT, codes.AUDIT})
"""Maintenance after which she is covered from a day on."""

Days = dict[str, date]


@dataclass(frozen=True, slots=True)
class CoverageMaintenance:
    """What shall happen (HD01) to her coverage in a line of business; None: no such day was given."""

    code: str
    line: str
    begins: date | None
    ends: date | None


def asked_for(
    loop: MemberLoop, guide: CompanionGuide, member_days: Days
) -> Iterator[CoverageMaintenance | Fault]:
    """Each coverage of the member, or why it is refused. Days that it lacks are those of the member."""
    for hd, following in _coverage_loops(loop):
        days, bad = days_of(following)
        if bad:
            yield Fault("bad_coverage_date", "2300", bad[0])
            continue
        found = _coverage(hd, guide, member_days, days)
        yield Fault(found, "2300", hd.number) if isinstance(found, str) else found


def days_of(segments: Iterable[Segment]) -> tuple[dict[str, date], list[int]]:
    """Days by their qualifier (DTP01), and the positions of segments that hold none."""
    days, bad = {}, []
    for segment in segments:
        found = day(segment.get(3)) if segment.get(2) == "D8" else None
        if found:
            days[segment.get(1)] = found
        else:
            bad.append(segment.number)
    return days, bad


def _coverage_loops(loop: MemberLoop) -> list[tuple[Segment, list[Segment]]]:
    """Each HD segment with the days (DTP) of its own loop."""
    found: list[tuple[Segment, list[Segment]]] = []
    for place, segment in loop.placed:
        if segment.tag == "HD":
            found.append((segment, []))
        elif found and place == "2300" and segment.tag == "DTP":
            found[-1][1].append(segment)
    return found


def _coverage(hd: Segment, guide: CompanionGuide, member_days: Days, days: Days) -> CoverageMaintenance | str:
    """What the coverage asks for, or the reason why it is refused."""
    code, line = hd.get(1), guide.line_of(hd.get(3), hd.get(4))
    begins = days.get(BENEFIT_BEGINS)
    ends = days.get(BENEFIT_ENDS) or member_days.get(ELIGIBILITY_ENDS)
    if code in COVERED_FROM:
        begins, ends = begins or member_days.get(ELIGIBILITY_BEGINS), None if ends == FOREVER else ends
    if line is None:
        return "unknown_plan"
    return _against(code, begins, ends) or CoverageMaintenance(code, line, begins, ends)


def _against(code: str, begins: date | None, ends: date | None) -> str | None:
    if code not in codes.COVERAGE_MAINTENANCE:
        return "unknown_coverage_maintenance"
    if code == codes.TERMINATION and ends is None:
        return "missing_coverage_end"
    if code in (codes.ADDITION, codes.AUDIT) and begins is None:
        return "missing_start_date"
    if code in COVERED_FROM and begins and ends and ends < begins:
        return "coverage_ends_before_it_starts"
    return None
