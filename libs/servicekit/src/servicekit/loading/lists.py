"""The frame of the commands that load one list: its rows in batches, progress as it runs, the outcome."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from servicekit.loading.options import loading_parser
from servicekit.loading.report import LoadReport
from servicekit.loading.rows import CsvFile, Line, batches
from servicekit.loading.tally import Tally
from servicekit.loading.terminal import Progress, Shown, summary

Result = tuple[int, str, tuple[str, ...]]
"""What became of a row: its line, its outcome (added, changed, unchanged, rejected) and the reasons."""
Load = Callable[[Iterable[Line], LoadReport, Shown, int], Tally]
"""Loads lines in batches of so many."""


def list_parser(service: str, verb: str, batch: int) -> argparse.ArgumentParser:
    """A parser of `FILE`, `--report` and `--batch`."""
    parser = loading_parser(service, verb, name="FILE", unit="rows", batch=batch)
    parser.add_argument("file", type=Path, help="comma-separated UTF-8 file with a header line")
    return parser


def load_list(
    options: argparse.Namespace, load: Load, *, required: tuple[str, ...], meanings: Mapping[str, str]
) -> int:
    """Load the list that the arguments name; 0 when every row was dealt with, rejected ones too.

    `required` are the columns that it must have, `meanings` the sentences of the reasons. Raises
    UnusableFile.
    """
    file = CsvFile(options.file, required)
    progress = Progress(file.size)
    offset = 0

    def show(reached: int, tally: Tally) -> None:
        nonlocal offset
        offset = reached
        progress.show(reached, tally)

    with LoadReport(options.report or Path(f"{file.path.stem}.report.csv"), meanings) as report:
        tally = load(file.lines(), report, show, options.batch)
        progress.show(offset, tally, last=True)
    print("\n".join(summary(tally, meanings)))
    print(f"Every row with its outcome: {report.path}")
    return 0


def load_batches(
    lines: Iterable[Line],
    size: int,
    load_batch: Callable[[list[Line]], Iterable[Result]],
    report: LoadReport,
    show: Shown,
) -> Tally:
    """Load the lines, `size` at a time: each result is counted and reported. Returns the counts."""
    tally = Tally()
    for batch in batches(lines, size):
        for number, outcome, reasons in load_batch(batch):
            tally.count(number, outcome, reasons)
            report.write(number, outcome, reasons)
        show(batch[-1].offset, tally)
    return tally
