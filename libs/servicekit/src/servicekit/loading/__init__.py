"""Loading lists and files that others made: rows one by one, what became of each, and how far it is.

A load is committed in batches; killed at any moment, what is committed stays, and the same command run again
completes it. A row is refused alone, with its reasons.
"""

from servicekit.loading.command import loader_database, told_plainly
from servicekit.loading.lists import Result, list_parser, load_batches, load_list
from servicekit.loading.lock import hold_load_lock
from servicekit.loading.options import loading_parser
from servicekit.loading.report import LoadReport
from servicekit.loading.rows import CsvFile, Line, UnusableFile, batches
from servicekit.loading.tally import Tally
from servicekit.loading.terminal import Progress, Shown, outcomes, summary

__all__ = [
    "CsvFile",
    "Line",
    "LoadReport",
    "Progress",
    "Result",
    "Shown",
    "Tally",
    "UnusableFile",
    "batches",
    "hold_load_lock",
    "list_parser",
    "load_batches",
    "load_list",
    "loader_database",
    "loading_parser",
    "outcomes",
    "summary",
    "told_plainly",
]
