"""Segments of an X12 interchange, and the separators that its ISA segment chooses."""

from dataclasses import dataclass
from typing import NamedTuple

ISA_BYTES = 106
ELEMENT_AT, REPETITION_AT, COMPONENT_AT, TERMINATOR_AT = 3, 82, 104, 105


class Segment(NamedTuple):
    """One segment. `number` counts those of the file from 1; `offset` is the bytes of the file read with it.

    `elements[0]` is the segment's name (`NM1`), `elements[3]` its third element (`NM103`).
    """

    number: int
    offset: int
    elements: list[str]

    @property
    def tag(self) -> str:
        """The segment's name."""
        return self.elements[0]

    def get(self, position: int) -> str:
        """The element, trimmed; "" where the segment has none."""
        return self.elements[position].strip() if position < len(self.elements) else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something is refused (a key) and where: the loop, and the segment's position in the file."""

    reason: str
    loop: str
    at: int


@dataclass(frozen=True, slots=True)
class Separators:
    """What divides segments and elements, one byte each."""

    element: bytes
    terminator: bytes


def separators(isa: bytes) -> Separators | None:
    """Those of an interchange that begins with these 106 bytes; None when they are no ISA segment.

    The segment has a fixed length: that is how its separators are found before they are known (X12.5).
    """
    if len(isa) < ISA_BYTES or not isa.startswith(b"ISA"):
        return None
    marks = [isa[at : at + 1] for at in (ELEMENT_AT, COMPONENT_AT, TERMINATOR_AT)]
    usable = len(set(marks)) == len(marks) and not any(_is_text(mark) for mark in marks)
    return Separators(marks[0], marks[2]) if usable and isa.count(marks[0]) == 16 else None


def _is_text(mark: bytes) -> bool:
    return mark.isalnum() or mark == b" " or not mark.isascii()
