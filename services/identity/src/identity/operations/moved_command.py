"""`load-legacy FILE`: the accounts of an old portal, as a comma-separated list."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from contracts.errors import Unavailable
from identity.config import Settings
from identity.operations.moved_accounts import BATCH, load_moved_accounts
from identity.rules.moved_rows import REASONS, REQUIRED_COLUMNS
from servicekit.kit import Kit
from servicekit.loading import CsvFile, LoadReport, Progress, Tally, summary, told_plainly

SERVICE = "identity"
NO_MEMBERS = "the member service can't be asked; what is committed stays, run the same command again"


def load_legacy_command(arguments: Sequence[str]) -> int:
    """Load it; 0 when every row was dealt with, rejected ones too."""
    parser = argparse.ArgumentParser(prog=f"python -m {SERVICE} load-legacy")
    parser.add_argument("file", type=Path, help="comma-separated UTF-8 file with a header line")
    parser.add_argument(
        "--report", type=Path, help="where to write the report (default: FILE's name + .report.csv, here)"
    )
    parser.add_argument("--batch", type=int, default=BATCH, help=f"rows per transaction (default: {BATCH})")
    options = parser.parse_args(arguments)
    try:
        return told_plainly(SERVICE, lambda: _load(options))
    except Unavailable:
        print(f"{SERVICE}: {NO_MEMBERS}", file=sys.stderr)
        return 1


def _load(options: argparse.Namespace) -> int:
    file = CsvFile(options.file, REQUIRED_COLUMNS)
    report = LoadReport(options.report or Path(f"{options.file.stem}.report.csv"), REASONS)
    progress = Progress(file.size)
    offset = 0

    def show(reached: int, tally: Tally) -> None:
        nonlocal offset
        offset = reached
        progress.show(reached, tally)

    kit = Kit(Settings.from_env(SERVICE))
    kit.client.start()
    try:
        with report:
            tally = load_moved_accounts(kit.work(), file.lines(), report, show, options.batch)
            progress.show(offset, tally, last=True)
    finally:
        kit.close()
    print("\n".join(summary(tally, REASONS)))
    print(f"Every row with its outcome: {report.path}")
    return 0
