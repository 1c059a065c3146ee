"""`load-billing-providers FILE` and `publish-agreement`: what an operator tells of Provider IDs."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
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
from servicekit.loading import Line, LoadReport, Shown, Tally, list_parser, load_list, told_plainly
from servicekit.work import Work

SERVICE = "provider_directory"


def load_billing_providers_command(arguments: Sequence[str]) -> int:
    """Load it; 0 when every row was dealt with, rejected ones too."""
    options = list_parser(SERVICE, "load-billing-providers", BATCH).parse_args(arguments)
    return told_plainly(
        SERVICE, lambda: load_list(options, _load, required=REQUIRED_COLUMNS, meanings=REASONS)
    )


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


def _load(lines: Iterable[Line], report: LoadReport, show: Shown, batch: int) -> Tally:
    with loading_work() as work:
        return load_offices(work, lines, clock.today(work.settings.plan_zone), report, show, batch)


def _publish(options: argparse.Namespace) -> int:
    text = options.file.read_text(encoding="utf-8").strip()
    with loading_work() as work, work.transaction() as tx:
        new = agreements.publish(tx.session, LOADER, options.version, text, clock.now())
    print(
        f"Version {options.version} is in force" if new else f"Version {options.version} was published before"
    )
    return 0
