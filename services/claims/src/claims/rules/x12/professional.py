"""What one claim's loops of an 837P say, read but not yet compared with what is on file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from claims.rules.claims import Claim, Line, Rendering
from claims.rules.x12 import values
from claims.rules.x12.loops import ClaimLoop, first
from claims.rules.x12.service_lines import ClaimFacts, read_line, read_rendering
from contracts.member.member_id import normal_form
from contracts.provider_directory.npi import is_npi
from servicekit.x12 import Fault, Segment, is_text

LONGEST_ACCOUNT, MOST_LINES = 38, 50
_MEMBER_ID = re.compile(r"[A-Z0-9]{6,20}", re.ASCII)


@dataclass(slots=True)
class _Reading:
    """A claim under way; `faults` are all the reasons against it."""

    loop: ClaimLoop
    component: str
    received_on: date
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, reason: str, place: str = "2300", at: Segment | None = None) -> None:
        self.faults.append(Fault(reason, place, (at or self.loop.claim).number))

    def parts(self, segment: Segment, position: int) -> list[str]:
        """The parts of an element that has several."""
        return [part.strip() for part in segment.get(position).split(self.component)]


def read_claim(loop: ClaimLoop, component: str, received_on: date) -> Claim | list[Fault]:
    """The claim, or every reason why it is refused. `component` divides the parts of an element (ISA16)."""
    reading = _Reading(loop, component, received_on)
    _check_form(reading)
    account, total = _account(reading), _total(reading)
    frequency, original = _frequency(reading)
    billing_npi, member_id = _billing_npi(reading), _member_id(reading)
    code_set, diagnoses = _diagnoses(reading)
    lines = _lines(reading, diagnoses)
    _check_against_lines(reading, total, code_set, lines)
    if reading.faults:
        return list(dict.fromkeys(reading.faults))
    return Claim(
        account,
        member_id,
        billing_npi,
        frequency,
        original,
        code_set,
        diagnoses,
        total,
        tuple(lines),
        _content(loop),
    )


def _check_form(reading: _Reading) -> None:
    if reading.loop.too_long:
        reading.refuse("too_many_segments")
    broken = [segment for _, segment in reading.loop.placed if not is_text(segment.elements)]
    if broken:
        reading.refuse("not_text", at=broken[0])


def _account(reading: _Reading) -> str:
    text = reading.loop.claim.get(1)
    if not text:
        reading.refuse("missing_patient_account")
    if len(text) > LONGEST_ACCOUNT:
        reading.refuse("patient_account_too_long")
    return text


def _total(reading: _Reading) -> Decimal:
    found = values.money(reading.loop.claim.get(2))
    if found is None:
        reading.refuse("bad_total_charge")
    return found or Decimal(0)


def _frequency(reading: _Reading) -> tuple[str, str | None]:
    code = [*reading.parts(reading.loop.claim, 5), "", ""][2]
    reference = first(reading.loop.placed, "2300", "REF", "F8")
    original = reference.get(2) if reference and code != values.ORIGINAL else None
    if code not in values.FREQUENCIES:
        reading.refuse("unknown_frequency")
    elif code != values.ORIGINAL and not original:
        reading.refuse("missing_original_claim")
    return code, original


def _billing_npi(reading: _Reading) -> str:
    billing = reading.loop.above.billing
    if billing is None:
        reading.refuse("missing_billing_provider", "2010AA")
        return ""
    if billing.get(8) != "XX" or not is_npi(billing.get(9)):
        reading.refuse("bad_billing_npi", "2010AA", billing)
    return billing.get(9)


def _member_id(reading: _Reading) -> str:
    above = reading.loop.above
    if above.subscriber is None:
        reading.refuse("missing_subscriber", "2010BA")
        return ""
    found = normal_form(above.subscriber.get(9))
    if above.subscriber.get(8) != "MI" or not _MEMBER_ID.fullmatch(found):
        reading.refuse("bad_member_id", "2010BA", above.subscriber)
    if above.patient is not None:
        reading.refuse("patient_is_not_the_member", "2010CA", above.patient)
    return found


def _diagnoses(reading: _Reading) -> tuple[str, tuple[str, ...]]:
    """The code set of the claim's diagnoses, and their codes."""
    named = list(_named_diagnoses(reading))
    if not named:
        reading.refuse("missing_diagnosis")
    code_sets = {code_set for code_set, _, _ in named}
    if len(code_sets) > 1:
        reading.refuse("mixed_diagnosis_code_sets", at=named[0][2])
    wrong = [segment for code_set, code, segment in named if not values.is_diagnosis(code_set, code)]
    if wrong:
        reading.refuse("bad_diagnosis_code", at=wrong[0])
    return next(iter(code_sets), values.ICD_10), tuple(code for _, code, _ in named)


def _named_diagnoses(reading: _Reading) -> Iterator[tuple[str, str, Segment]]:
    for segment in reading.loop.find("2300", "HI"):
        for position in range(1, len(segment.elements)):
            qualifier, code, *_ = [*reading.parts(segment, position), ""]
            if qualifier in values.DIAGNOSIS_CODE_SETS:
                yield values.DIAGNOSIS_CODE_SETS[qualifier], code.upper(), segment


def _lines(reading: _Reading, diagnoses: tuple[str, ...]) -> list[Line]:
    loop, said = reading.loop, reading.loop.lines()
    if not said:
        reading.refuse("missing_service_lines")
    if len(said) > MOST_LINES:
        reading.refuse("too_many_service_lines")
    rendering = read_rendering(loop.placed, "2310B") or _billing_person(loop)
    place = reading.parts(loop.claim, 5)[0]
    facts = ClaimFacts(reading.component, reading.received_on, place, diagnoses, rendering)
    read = [read_line(line, facts) for line in said[:MOST_LINES]]
    reading.faults += [fault for one in read if isinstance(one, list) for fault in one]
    return [one for one in read if isinstance(one, Line)]


def _billing_person(loop: ClaimLoop) -> Rendering | None:
    """Who bills for her own services is not named once more as the rendering provider."""
    billing = loop.above.billing
    if billing is None or values.ENTITY_TYPES.get(billing.get(2)) != values.PERSON:
        return None
    above = [("2010AA", billing)] + ([("2010AA", loop.above.specialty)] if loop.above.specialty else [])
    found = read_rendering(above, "2010AA", "85")
    return found if isinstance(found, Rendering) else None


def _check_against_lines(reading: _Reading, total: Decimal, code_set: str, lines: list[Line]) -> None:
    """What claim and lines must agree in; asked only when all of them could be read."""
    if reading.faults or not lines:
        return
    if sum(line.charge for line in lines) != total:
        reading.refuse("total_differs")
    began = min(line.service_from for line in lines)
    if (code_set == values.ICD_10) != (began >= values.ICD_10_BEGAN):
        reading.refuse("wrong_diagnosis_code_set", at=first(reading.loop.placed, "2300", "HI"))


def _content(loop: ClaimLoop) -> bytes:
    """Every word of the claim and of who is billing and covered."""
    above = [one for one in (loop.above.billing, loop.above.specialty, loop.above.subscriber) if one]
    segments = [*above, *(segment for _, segment in loop.placed)]
    return b"\x1e".join("\x1f".join(one.elements).encode("utf-8", "surrogateescape") for one in segments)
