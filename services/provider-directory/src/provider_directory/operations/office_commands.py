"""`load-billing-providers FILE` and `publish-agreement`: what an operator tells of Provider IDs."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from provider_directory.config import Settings
from provider_directory.operations.keeping import LOADER
from provider_directory.operations.offices import load_offices
from provider_directory.operations.roster import BATCH
from provider_directory.repository import agreements
from provider_directory.rules.office_rows import REASONS, REQUIRED_COLUMNS
from servicekit import clock
from servicekit.kit import Kit
from servicekit.loading import CsvFile, LoadReport, Progress, Tally, summary, told_plainly
from servicekit.work import Work

SERVICE = "provider_directory"


def load_billing_providers_command(arguments: Sequence[str]) -> int:
    """Load it; 0 when every row was dealt with, rejected ones too."""
    parser = argparse.ArgumentParser(prog=f"python -m {SERVICE} load-billing-providers")
    parser.add_argument("file", type=Path, help="comma-separated UTF-8 file with a header line")
    parser.add_argument(
        "--report", type=Path, help="where to write the report (default: FILE's name + .report.csv, here)"
    )
    parser.add_argument("--batch", type=int, default=BATCH, help=f"rows per transaction (default: {BATCH})")
    options = parser.parse_args(arguments)
    return told_plainly(SERVICE, lambda: _load(options))


def publish_agreement_command(arguments: Sequence[str]) -> int:
    """Put a version of the Provider Agreement in force; a text that was published never changes."""
    parser = argparse.ArgumentParser(prog=f"python -m {SERVICE} publish-agreement")
    parser.add_argument("--version", required=True, help="such as 2026-01")
    parser.add_argument("file", type=Path, help="UTF-8 text; empty lines part paragraphs")
    options = parser.parse_args(arguments)
    return told_plainly(SERVICE, lambda: _publish(options))


@contextmanager
def loading_work() -> Iterator[Work]:
    """A Work for as long as a load takes."""
    kit = Kit(Settings.from_env(SERVICE))
    try:
        yield kit.work(viewer=LOADER)
    finally:
        kit.close()


def _load(options: argparse.Namespace) -> int:
    file = CsvFile(options.file, REQUIRED_COLUMNS)
    report = LoadReport(options.report or Path(f"{options.file.stem}.report.csv"), REASONS)
    progress = Progress(file.size)
    offset = 0

    def show(reached: int, tally: Tally) -> None:
        nonlocal offset
        offset = reached
        progress.show(reached, tally)

    with loading_work() as work, report:
        today = clock.today(work.settings.plan_zone)
        tally = load_offices(work, file.lines(), today, report, show, options.batch)
        progress.show(offset, tally, last=True)
    print("\n".join(summary(tally, REASONS)))
    print(f"Every row with its outcome: {report.path}")
    return 0


def _publish(options: argparse.Namespace) -> int:
    text = options.file.read_text(encoding="utf-8").strip()
    with loading_work() as work, work.transaction() as tx:
        new = agreements.publish(tx.session, LOADER, options.version, text, clock.now())
    print(
        f"Version {options.version} is in force" if new else f"Version {options.version} was published before"
    )
    return 0
