"""A file of X12 interchanges, read segment by segment: memory holds one, however long the file is."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from servicekit.loading.rows import UnusableFile
from servicekit.x12.segments import ISA_BYTES, Segment, Separators, separators

PIECE = 65_536
LONGEST_SEGMENT = 65_536
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class X12File:
    """Reads `path`, whose text is in `encoding`; it is read more than once, so it can't be a pipe."""

    def __init__(self, path: Path, encoding: str = "utf-8"):
        self.path = path
        self._encoding = encoding

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return os.stat(self.path).st_size

    def segments(self) -> Iterator[Segment]:
        """Every segment of every interchange. Line ends and spaces between them don't matter.

        Bytes that are no text become surrogates, so that one entry can be refused and not the file.
        Raises UnusableFile where it is no X12 at all.
        """
        with open(self.path, "rb") as file:
            bytes_of = _Bytes(file)
            bytes_of.skip(BYTE_ORDER_MARK)
            number = 0
            while bytes_of.skip_space():
                for segment in self._interchange(bytes_of, number):
                    number = segment.number
                    yield segment
        if not number:
            raise UnusableFile(f"{self.path} is empty")

    def _interchange(self, bytes_of: "_Bytes", number: int) -> Iterator[Segment]:
        """The segments from ISA to IEA, or to the end of the file."""
        marks = separators(bytes_of.peek(ISA_BYTES))
        if marks is None:
            where = f"after segment {number}" if number else "at its beginning"
            raise UnusableFile(f"{self.path} has no X12 interchange (ISA) {where}")
        while (raw := self._next(bytes_of, marks, number)) is not None:
            elements = raw.decode(self._encoding, "surrogateescape").split(marks.element.decode("latin-1"))
            elements[0] = elements[0].strip()
            number += 1
            yield Segment(number, bytes_of.offset, elements)
            if elements[0] == "IEA":
                return

    def _next(self, bytes_of: "_Bytes", marks: Separators, number: int) -> bytes | None:
        if not bytes_of.skip_space():
            return None
        raw = bytes_of.take_until(marks.terminator)
        if raw is None:
            raise UnusableFile(f"{self.path} has no end of segment {number + 1}: it is cut off, or no X12")
        return raw


class _Bytes:
    """The bytes of a file, a piece at a time."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._held = b""
        self._at = 0
        self._before = 0

    @property
    def offset(self) -> int:
        """Bytes taken so far."""
        return self._before + self._at

    def peek(self, count: int) -> bytes:
        """The next bytes, fewer at the end, which stay."""
        while len(self._held) - self._at < count and self._more():
            pass
        return self._held[self._at : self._at + count]

    def skip(self, mark: bytes) -> None:
        """Pass over `mark` if it is next."""
        if self.peek(len(mark)) == mark:
            self._at += len(mark)

    def skip_space(self) -> bool:
        """Pass over white space; False at the end of the file."""
        while (following := self.peek(1)).isspace():
            self._at += 1
        return bool(following)

    def take_until(self, end: bytes) -> bytes | None:
        """The bytes before the next `end`, which is passed over; None where there is none in reach."""
        while (found := self._held.find(end, self._at)) < 0:
            if len(self._held) - self._at > LONGEST_SEGMENT or not self._more():
                return None
        taken, self._at = self._held[self._at : found], found + len(end)
        return taken

    def _more(self) -> bool:
        piece = self._file.read(PIECE)
        self._before += self._at
        self._held, self._at = self._held[self._at :] + piece, 0
        return bool(piece)
