"""A list: comma-separated UTF-8 text with a header.

Each line is read on its own, so that an open quotation mark or a broken letter spoils that line and
never the rest of the file. Memory holds one line, however long the file is.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

LONGEST_LINE = 65_536
PROBLEMS = {
    "not_utf8": "The line is not UTF-8 text",
    "broken_quotes": "A quotation mark is not closed on the line",
    "too_few_columns": "The line has fewer columns than the header",
    "too_many_columns": "The line has more columns than the header",
    "line_too_long": "The line is longer than 64 KiB",
}
"""Why a line has no cells: keys with their sentences for the report."""

Item = TypeVar("Item")


class UnusableFile(Exception):
    """The file can't be read at all; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the header: its cells by column, or the reason why it has none.

    `number` counts lines from 1 (the header); `offset` is how many characters of the file were read.
    """

    number: int
    offset: int
    cells: dict[str, str]
    problem: str | None = None


class CsvFile:
    """Reads `path`; `required` are columns that the header must have."""

    def __init__(self, path: Path, required: tuple[str, ...]):
        self.path = path
        self._required = required

    @property
    def size(self) -> int:
        """Bytes in the file (0 for a pipe)."""
        return os.stat(self.path).st_size

    def lines(self) -> Iterator[Line]:
        """Every line below the header but empty ones. Raises UnusableFile."""
        try:
            # Undecodable bytes become surrogates, so that the line they stand on can be told from the others.
            with open(self.path, encoding="utf-8-sig", errors="surrogateescape", newline=None) as text:
                yield from self._lines(text)
        except OSError as error:
            raise UnusableFile(f"{self.path} can't be read: {error.strerror}") from error

    def _lines(self, text) -> Iterator[Line]:
        columns = self._columns(text.readline(LONGEST_LINE))
        number, offset = 1, 0
        while piece := text.readline(LONGEST_LINE):
            number += 1
            offset += len(piece)
            if len(piece) == LONGEST_LINE and not piece.endswith("\n"):
                offset += _skip_to_end(text)
                yield Line(number, offset, {}, "line_too_long")
            elif piece.strip():
                yield _read(number, offset, piece.rstrip("\n"), columns)

    def _columns(self, header: str) -> list[str]:
        columns = [name.strip() for name in next(csv.reader([header]), [])]
        missing = [name for name in self._required if name not in columns]
        if missing:
            raise UnusableFile(
                f"{self.path} has no column {', '.join(missing)}; "
                "a comma-separated UTF-8 file with a header line is needed"
            )
        return columns


def _skip_to_end(text) -> int:
    skipped = 0
    while piece := text.readline(LONGEST_LINE):
        skipped += len(piece)
        if piece.endswith("\n"):
            break
    return skipped


def _read(number: int, offset: int, line: str, columns: list[str]) -> Line:
    if not line.isascii() and any("\udc80" <= char <= "\udcff" for char in line):
        return Line(number, offset, {}, "not_utf8")
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error:
        return Line(number, offset, {}, "broken_quotes")
    if len(cells) != len(columns):
        return Line(
            number, offset, {}, "too_few_columns" if len(cells) < len(columns) else "too_many_columns"
        )
    return Line(number, offset, dict(zip(columns, cells, strict=True)))


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
