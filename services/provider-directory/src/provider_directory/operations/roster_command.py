"""`load-roster FILE`: a comma-separated list of doctors, their practices and lines of business."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from provider_directory.config import Settings
from provider_directory.operations.roster import BATCH, load_roster
from provider_directory.rules.roster_rows import REASONS, REQUIRED_COLUMNS
from servicekit import clock
from servicekit.loading import CsvFile, LoadReport, Progress, Tally, loader_database, summary, told_plainly

SERVICE = "provider_directory"


def load_roster_command(arguments: Sequence[str]) -> int:
    """Load it; 0 when every row was dealt with, rejected ones too."""
    parser = argparse.ArgumentParser(prog=f"python -m {SERVICE} load-roster")
    parser.add_argument("file", type=Path, help="comma-separated UTF-8 file with a header line")
    parser.add_argument(
        "--report", type=Path, help="where to write the report (default: FILE's name + .report.csv, here)"
    )
    parser.add_argument("--batch", type=int, default=BATCH, help=f"rows per transaction (default: {BATCH})")
    options = parser.parse_args(arguments)
    return told_plainly(SERVICE, lambda: _load(options))


def _load(options: argparse.Namespace) -> int:
    settings = Settings.from_env(SERVICE)
    file = CsvFile(options.file, REQUIRED_COLUMNS)
    report = LoadReport(options.report or Path(f"{options.file.stem}.report.csv"), REASONS)
    progress = Progress(file.size)
    offset = 0

    def show(reached: int, tally: Tally) -> None:
        nonlocal offset
        offset = reached
        progress.show(reached, tally)

    with loader_database(settings) as database, report:
        today = clock.today(settings.plan_zone)
        tally = load_roster(database, file.lines(), settings.index_key, today, report, show, options.batch)
        progress.show(offset, tally, last=True)
    print("\n".join(summary(tally, REASONS)))
    print(f"Every row with its outcome: {report.path}")
    return 0
