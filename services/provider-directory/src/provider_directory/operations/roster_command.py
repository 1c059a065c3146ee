"""`load-roster FILE`: a comma-separated list of doctors, their practices and lines of business."""

from collections.abc import Iterable, Sequence

from provider_directory.config import Settings
from provider_directory.operations.roster import BATCH, load_roster
from provider_directory.rules.roster_rows import REASONS, REQUIRED_COLUMNS
from servicekit import clock
from servicekit.loading import (
    Line,
    LoadReport,
    Shown,
    Tally,
    list_parser,
    load_list,
    loader_database,
    told_plainly,
)

SERVICE = "provider_directory"


def load_roster_command(arguments: Sequence[str]) -> int:
    """Load it; 0 when every row was dealt with, rejected ones too."""
    options = list_parser(SERVICE, "load-roster", BATCH).parse_args(arguments)
    return told_plainly(
        SERVICE, lambda: load_list(options, _load, required=REQUIRED_COLUMNS, meanings=REASONS)
    )


def _load(lines: Iterable[Line], report: LoadReport, show: Shown, batch: int) -> Tally:
    settings = Settings.from_env(SERVICE)
    with loader_database(settings) as database:
        today = clock.today(settings.plan_zone)
        return load_roster(database, lines, settings.index_key, today, report, show, batch)
