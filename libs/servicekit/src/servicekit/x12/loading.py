"""The frame of the commands that load X12 files: envelopes first, progress while it runs, and the outcome."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from servicekit.loading.options import loading_parser
from servicekit.loading.report import LoadReport
from servicekit.loading.rows import UnusableFile
from servicekit.loading.tally import Tally
from servicekit.loading.terminal import Progress, Shown, summary
from servicekit.x12.envelope import Kind, TransactionSet, survey
from servicekit.x12.file import X12File

Loaded = tuple[Tally, list[TransactionSet]]
"""The count of outcomes, and the transactions that were refused."""


def interchange_parser(
    service: str, verb: str, kind: str, *, unit: str, batch: int, most: int | None = None
) -> argparse.ArgumentParser:
    """A parser of `FILE…` (of this kind), `--accept-test`, `--report` and `--batch` (1 to `most`)."""
    parser = loading_parser(service, verb, name="the first FILE", unit=unit, batch=batch, most=most)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=kind)
    parser.add_argument(
        "--accept-test", action="store_true", help="load interchanges that are marked as tests (ISA15 = T)"
    )
    return parser


def report_path(options: argparse.Namespace) -> Path:
    """Where the arguments say that the report goes."""
    return options.report or Path(f"{options.files[0].stem}.report.csv")


def load_interchanges(
    service: str,
    files: Sequence[X12File],
    load: Callable[[Shown], Loaded],
    report: LoadReport,
    *,
    meanings: Mapping[str, str],
    one: str,
) -> int:
    """Load the files; 0 when each `one` was dealt with (rejected ones too), 1 when a transaction was refused.

    `load` is called with what it tells its progress, in bytes of all files together. Raises UnusableFile.
    """
    progress = Progress(sum(file.size for file in files), unit=f"{one}s")
    with report:
        tally, refused = load(progress.show)
        progress.show(0, tally, last=True)
    print("\n".join(summary(tally, meanings, unit=f"{one}s", place="segment")))
    print(f"Every {one} with its outcome: {report.path}")
    for found in refused:
        print(f"{service}: {_refusal(found, meanings)}", file=sys.stderr)
    return 1 if refused else 0


def surveyed(file: X12File, kind: Kind, *, take_test: bool) -> list[TransactionSet]:
    """The envelopes of a file. Raises UnusableFile when it has none."""
    sets = survey(file.segments(), kind, take_test=take_test)
    if not sets:
        raise UnusableFile(f"{file.path} holds no transaction set (ST)")
    return sets


def _refusal(found: TransactionSet, meanings: Mapping[str, str]) -> str:
    numbers = f"interchange {found.interchange}, group {found.group}, transaction {found.number}"
    return f"{numbers} is refused: {meanings[found.problem or '']} (segment {found.problem_at})"
