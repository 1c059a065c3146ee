"""Which loop of an 837P a segment stands in, and the loops of one claim together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicekit.x12 import Kind, Segment

PROFESSIONAL_CLAIMS = Kind(
    "HC",
    "837",
    ("005010X222A1", "005010X222A2", "005010X222"),
    entry="CLM",
    refusal="not_professional_claims",
)

MOST_SEGMENTS = 2_000
"""Of one claim; what follows is not kept, and the claim is refused."""

BILLING_PROVIDER, SUBSCRIBER, PATIENT = "20", "22", "23"
"""HL03: whose level of the hierarchy begins."""
RENDERING = "82"


@dataclass(slots=True)
class Above:
    """What stands above a claim: billing provider (NM1*85) with her specialty (PRV*BI), subscriber (NM1*IL),
    and the patient (NM1*QC) where she is another person."""

    billing: Segment | None = None
    specialty: Segment | None = None
    subscriber: Segment | None = None
    patient: Segment | None = None


@dataclass(slots=True)
class ClaimLoop:
    """Loop 2300: one claim. `number` counts those of its transaction from 1."""

    number: int
    above: Above
    placed: list[tuple[str, Segment]] = field(default_factory=list)
    too_long: bool = False

    @property
    def claim(self) -> Segment:
        """Its CLM segment."""
        return self.placed[0][1]

    @property
    def offset(self) -> int:
        """How many bytes of the file were read with it."""
        return self.placed[-1][1].offset

    def add(self, segment: Segment) -> None:
        """Put the next segment into its loop."""
        if len(self.placed) >= MOST_SEGMENTS:
            self.too_long = True
        else:
            self.placed.append((next_loop(self.placed[-1][0] if self.placed else "2300", segment), segment))

    def find(self, loop: str, tag: str) -> list[Segment]:
        """Its segments of that name in that loop."""
        return [segment for place, segment in self.placed if place == loop and segment.tag == tag]

    def lines(self) -> list["ServiceLine"]:
        """Its service lines (loop 2400)."""
        found: list[ServiceLine] = []
        for place, segment in self.placed:
            if segment.tag == "LX":
                found.append(ServiceLine(len(found) + 1, segment.number))
            elif found:
                found[-1].placed.append((place, segment))
        return found


@dataclass(slots=True)
class ServiceLine:
    """Loop 2400: one service. `number` counts those of its claim from 1, `at` is where its LX stands."""

    number: int
    at: int
    placed: list[tuple[str, Segment]] = field(default_factory=list)

    def first(self, loop: str, tag: str, qualifier: str = "") -> Segment | None:
        """Its first segment of that name in that loop, with that first element where one is given."""
        return first(self.placed, loop, tag, qualifier)


def first(placed: list[tuple[str, Segment]], loop: str, tag: str, qualifier: str = "") -> Segment | None:
    """The first segment of that name in that loop, with that first element where one is given."""
    return next(
        (
            segment
            for place, segment in placed
            if (place, segment.tag) == (loop, tag) and qualifier in ("", segment.get(1))
        ),
        None,
    )


def claim_loops(segments: Iterable[Segment]) -> Iterator[ClaimLoop]:
    """The claims of one transaction set, from its segments after ST and before SE."""
    current, number, above = None, 0, Above()
    for segment in segments:
        if segment.tag in ("HL", "CLM") and current:
            yield current
            current = None
        if segment.tag == "CLM":
            number += 1
            current = ClaimLoop(number, above)
        if current:
            current.add(segment)
        else:
            above = _next_above(above, segment)
    if current:
        yield current


def _next_above(above: Above, segment: Segment) -> Above:
    """What stands above the next claim, once this segment was read too."""
    tag, kind = segment.tag, segment.get(1)
    known = Above(above.billing, above.specialty, above.subscriber, above.patient)
    if tag == "HL":
        return _level(known, segment.get(3))
    if tag == "PRV" and kind == "BI":
        known.specialty = segment
    if tag == "NM1" and kind in _ABOVE:
        setattr(known, _ABOVE[kind], segment)
    return known


_ABOVE = {"85": "billing", "IL": "subscriber", "QC": "patient"}


def _level(above: Above, level: str) -> Above:
    if level == SUBSCRIBER:
        return Above(above.billing, above.specialty)
    if level == PATIENT:
        return Above(above.billing, above.specialty, above.subscriber)
    return Above()


def next_loop(loop: str, segment: Segment) -> str:
    """The loop of a segment that follows one in `loop`."""
    tag = segment.tag
    if tag == "NM1":
        return _name_loop(loop, segment)
    if tag == "SBR":
        return "2320"
    return {"LX": "2400", "LIN": "2410", "SVD": "2430", "LQ": "2440"}.get(tag, loop)


def _name_loop(loop: str, segment: Segment) -> str:
    renders = segment.get(1) == RENDERING
    if loop in ("2320", "2330"):
        return "2330"
    if loop.startswith("24"):
        return "2420A" if renders else "2420"
    return "2310B" if renders else "2310"
