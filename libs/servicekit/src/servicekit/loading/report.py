"""The report of a load: one line per row of the file, with line numbers and reasons, and nothing personal."""

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self


class LoadReport:
    """Writes `path` as CSV: line, outcome (added, changed, unchanged, rejected), reasons, meaning.

    It is written aside and takes its name when the load is complete, so a report is never half a report.
    """

    columns: tuple[str, ...] = ("line", "outcome", "reasons", "meaning")

    def __init__(self, path: Path, meanings: Mapping[str, str]):
        self.path = path
        self._meanings = meanings
        self._aside = path.with_name(path.name + ".part")

    def __enter__(self) -> Self:
        self._file = open(self._aside, "w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(self.columns)
        return self

    def write(self, line: int, outcome: str, reasons: Iterable[str] = ()) -> None:
        """One row of the file: what became of it."""
        keys = list(reasons)
        self._rows.writerow([line, outcome, " ".join(keys), "; ".join(self._meanings[key] for key in keys)])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            os.replace(self._aside, self.path)
