"""What a sender and the plan agreed on beyond the standard: the companion guide of an 834.

As a file it is JSON; every key may be left out:

    {"encoding": "latin-1",
     "dependant_number": "own",
     "coverages": [{"insurance_line": "HMO", "plan": "IHSS*", "line": "ihss"},
                   {"insurance_line": "HMO", "plan": "*", "line": "medi_cal"}]}
"""

import codecs
import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Self

from member.rules.coverage import IHSS, LINES, MEDI_CAL
from servicekit.loading import UnusableFile

SUBSCRIBER, OWN = "subscriber", "own"


class BadGuide(UnusableFile):
    """The companion guide can't be used; the text says why."""


@dataclass(frozen=True, slots=True)
class PlanCode:
    """Coverage of this insurance line (HD03) and plan (HD04) is in this line of business; `*` is any text."""

    insurance_line: str
    plan: str
    line: str

    def fits(self, insurance_line: str, plan: str) -> bool:
        """Whether it speaks of this coverage; capitals don't matter."""
        return fnmatchcase(insurance_line.upper(), self.insurance_line.upper()) and fnmatchcase(
            plan.upper(), self.plan.upper()
        )


DEFAULT_CODES = (
    PlanCode("*", "IHSS*", IHSS),
    PlanCode("*", "MEDI-CAL*", MEDI_CAL),
    PlanCode("HMO", "", MEDI_CAL),
    PlanCode("HLT", "", MEDI_CAL),
)
"""The first that fits counts: named plans, else health coverage that names no plan is Medi-Cal."""


@dataclass(frozen=True, slots=True)
class CompanionGuide:
    """`dependant_number` says whose REF*0F of a dependant is: the `subscriber`'s, as the standard has it, or
    the dependant's `own`; then her subscriber is the nearest before her in the transaction."""

    coverages: tuple[PlanCode, ...] = DEFAULT_CODES
    dependant_number: str = SUBSCRIBER
    encoding: str = "utf-8"

    def line_of(self, insurance_line: str, plan: str) -> str | None:
        """The line of business of a coverage; None when nobody agreed on it."""
        return next((code.line for code in self.coverages if code.fits(insurance_line, plan)), None)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """From the text of a file. Raises BadGuide."""
        try:
            said = json.loads(text)
            codes = tuple(PlanCode(**code) for code in said.pop("coverages", ())) or DEFAULT_CODES
            guide = cls(coverages=codes, **said)
            codecs.lookup(guide.encoding)
        except (ValueError, TypeError, AttributeError, LookupError) as wrong:
            raise BadGuide(f"the companion guide can't be read: {wrong}") from wrong
        guide._check()
        return guide

    def _check(self) -> None:
        if self.dependant_number not in (SUBSCRIBER, OWN):
            raise BadGuide(f"the companion guide's dependant_number is neither {SUBSCRIBER} nor {OWN}")
        unknown: set[Any] = {code.line for code in self.coverages} - set(LINES)
        if unknown:
            raise BadGuide(f"the companion guide names no line of business of ours: {', '.join(unknown)}")
