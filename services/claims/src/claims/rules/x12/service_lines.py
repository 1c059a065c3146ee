"""What a service line of an 837P says (loops 2400, 2420A), and who rendered it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claims.rules.claims import Line, Rendering
from claims.rules.x12 import values
from claims.rules.x12.loops import RENDERING, ServiceLine, first
from contracts.provider_directory.npi import is_npi
from servicekit.x12 import Fault, Segment, day

SERVICE_DATE = "472"
Found = Rendering | Fault | None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What a line takes from its claim where it says nothing itself. `component` divides the parts of an
    element."""

    component: str
    received_on: date
    place_of_service: str
    diagnoses: tuple[str, ...]
    rendering: Found


def read_line(said: ServiceLine, claim: ClaimFacts) -> Line | list[Fault]:
    """The line, or every reason against it."""
    service = said.first("2400", "SV1")
    if service is None:
        return [Fault("missing_service", "2400", said.at)]
    found: dict[str, Any] = dict(_service(service, claim)) | dict(_days(said, claim))
    found["rendering"] = read_rendering(said.placed, "2420A") or claim.rendering
    faults = [value for value in found.values() if isinstance(value, Fault)]
    return faults or Line(number=said.number, **found)


def read_rendering(placed: list[tuple[str, Segment]], loop: str, qualifier: str = RENDERING) -> Found:
    """Who rendered the service, or why that can't be told; None when nobody is named there."""
    name = first(placed, loop, "NM1", qualifier)
    if name is None:
        return None
    kind = values.ENTITY_TYPES.get(name.get(2))
    if kind is None or name.get(8) != "XX" or not is_npi(name.get(9)):
        return Fault("bad_rendering_npi", loop, name.number)
    about = first(placed, loop, "PRV")
    taxonomy = about.get(3) if about and about.get(2) == "PXC" else ""
    return Rendering(name.get(9), kind, values.specialty(taxonomy))


def _service(service: Segment, claim: ClaimFacts) -> Iterator[tuple[str, Any]]:
    """The fields of `Line` that SV1 tells, each with its value or the fault that it has."""

    def fault(reason: str) -> Fault:
        return Fault(reason, "2400", service.number)

    qualifier, code, *more = [*(part.strip() for part in service.get(1).split(claim.component)), ""]
    is_known = qualifier == values.HCPCS and values.is_procedure(code.upper())
    yield "procedure_code", code.upper() if is_known else fault("bad_procedure_code")
    modifiers = tuple(part.upper() for part in more[:4] if part)
    yield "modifiers", modifiers if all(map(values.is_modifier, modifiers)) else fault("bad_modifier")
    charge = values.money(service.get(2))
    yield "charge", fault("bad_line_charge") if charge is None else charge
    yield "unit", service.get(3) or None
    yield "units", _units(service) if service.get(4) else None
    place = service.get(5) or claim.place_of_service
    yield "place_of_service", place if values.is_place(place) else fault("bad_place_of_service")
    pointed = _pointed(service.get(7).split(claim.component), claim.diagnoses)
    # Without any diagnosis the claim is refused for that alone.
    yield "diagnoses", pointed if pointed or not claim.diagnoses else fault("bad_diagnosis_pointer")


def _units(service: Segment) -> Decimal | Fault:
    found = values.units(service.get(4))
    return Fault("bad_units", "2400", service.number) if found is None else found


def _pointed(pointers: list[str], diagnoses: tuple[str, ...]) -> tuple[str, ...]:
    """The diagnoses that are pointed at; nothing when a pointer points at none."""
    numbers = [int(text) if text.isascii() and text.isdigit() else 0 for text in map(str.strip, pointers)]
    if not all(1 <= number <= len(diagnoses) for number in numbers):
        return ()
    return tuple(diagnoses[number - 1] for number in numbers)


def _days(said: ServiceLine, claim: ClaimFacts) -> Iterator[tuple[str, Any]]:
    segment = said.first("2400", "DTP", SERVICE_DATE)
    begins, ends = _range(segment) if segment else (None, None)
    at = segment.number if segment else said.at
    reason = _against_days(begins, ends, claim.received_on)
    yield "service_from", Fault(reason, "2400", at) if reason else begins
    yield "service_through", ends


def _range(segment: Segment) -> tuple[date | None, date | None]:
    """One day (D8) or two with a hyphen between them (RD8)."""
    texts = segment.get(3).split("-") if segment.get(2) == "RD8" else [segment.get(3)] * 2
    if segment.get(2) not in ("D8", "RD8") or len(texts) != 2:
        return None, None
    return day(texts[0]), day(texts[1])


def _against_days(begins: date | None, ends: date | None, received_on: date) -> str | None:
    if begins is None or ends is None:
        return "bad_service_date"
    if ends < begins:
        return "service_ends_before_it_starts"
    return "future_service_date" if ends > received_on else None
