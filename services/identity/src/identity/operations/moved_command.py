"""`load-legacy FILE`: the accounts of an old portal, as a comma-separated list."""

from collections.abc import Iterable, Sequence

from identity.config import Settings
from identity.operations.moved_accounts import BATCH, load_moved_accounts
from identity.rules.moved_rows import REASONS, REQUIRED_COLUMNS
from servicekit.kit import Kit
from servicekit.loading import Line, LoadReport, Shown, Tally, list_parser, load_list, told_plainly

SERVICE = "identity"


def load_legacy_command(arguments: Sequence[str]) -> int:
    """Load it; 0 when every row was dealt with, rejected ones too."""
    options = list_parser(SERVICE, "load-legacy", BATCH).parse_args(arguments)
    return told_plainly(
        SERVICE, lambda: load_list(options, _load, required=REQUIRED_COLUMNS, meanings=REASONS)
    )


def _load(lines: Iterable[Line], report: LoadReport, show: Shown, batch: int) -> Tally:
    kit = Kit(Settings.from_env(SERVICE))
    kit.client.start()
    try:
        return load_moved_accounts(kit.work(), lines, report, show, batch)
    finally:
        kit.close()
