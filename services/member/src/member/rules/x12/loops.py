"""Which loop of an 834 a segment stands in, and the loops of one member together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicekit.x12 import Kind, Segment

ENROLMENT = Kind("BE", "834", ("005010X220A1", "005010X220"), entry="INS", refusal="not_enrolment")

MOST_SEGMENTS = 1_000
"""Of one member; what follows is not kept, and the member is refused."""

NAME_LOOPS = {
    "IL": "2100A", "74": "2100A", "70": "2100B", "31": "2100C", "36": "2100D", "M8": "2100E", "S3": "2100F",
    "45": "2100H",
}  # fmt: skip
RESPONSIBLE_PERSON = "2100G"


@dataclass(slots=True)
class MemberLoop:
    """Loop 2000: one member. `number` counts those of its transaction from 1.

    `subscriber` is the number (REF*0F) of the nearest subscriber at or before it in the transaction.
    """

    number: int
    placed: list[tuple[str, Segment]] = field(default_factory=list)
    subscriber: str = ""
    too_long: bool = False

    @property
    def at(self) -> int:
        """The position of its INS segment in the file."""
        return self.placed[0][1].number

    @property
    def offset(self) -> int:
        """How many bytes of the file were read with it."""
        return self.placed[-1][1].offset

    def add(self, segment: Segment) -> None:
        """Put the next segment into its loop."""
        if len(self.placed) >= MOST_SEGMENTS:
            self.too_long = True
        else:
            self.placed.append((next_loop(self.placed[-1][0] if self.placed else "2000", segment), segment))

    def find(self, loop: str, tag: str) -> list[Segment]:
        """Its segments of that name in that loop."""
        return [segment for place, segment in self.placed if place == loop and segment.tag == tag]


def member_loops(segments: Iterable[Segment]) -> Iterator[MemberLoop]:
    """The members of one transaction set, from its segments after ST and before SE."""
    current, number, subscriber = None, 0, ""
    for segment in segments:
        if segment.tag == "INS":
            if current:
                yield current
                subscriber = current.subscriber
            number += 1
            current = MemberLoop(number, subscriber=subscriber)
        if current:
            current.add(segment)
            if _is_subscriber_number(current, segment):
                current.subscriber = segment.get(2)
    if current:
        yield current


def _is_subscriber_number(loop: MemberLoop, segment: Segment) -> bool:
    return segment.tag == "REF" and segment.get(1) == "0F" and loop.placed[0][1].get(1) == "Y"


def next_loop(loop: str, segment: Segment) -> str:
    """The loop of a segment that follows one in `loop`."""
    tag = segment.tag
    if loop == "2700":
        return "2000" if tag == "LE" else loop
    if tag == "NM1":
        return _name_loop(loop, segment)
    if tag == "LX":
        return "2310" if loop.startswith("23") else loop
    return {"INS": "2000", "DSB": "2200", "HD": "2300", "COB": "2320", "LS": "2700"}.get(tag, loop)


def _name_loop(loop: str, segment: Segment) -> str:
    if loop in ("2320", "2330"):
        return "2330"
    if loop.startswith("23"):
        return "2310"
    return NAME_LOOPS.get(segment.get(1), RESPONSIBLE_PERSON)
