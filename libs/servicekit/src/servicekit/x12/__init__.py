"""Reading X12 interchanges (ANSI ASC X12.5, X12.6): segments, envelopes, days. What a transaction set says is
the business of who reads it."""

from servicekit.x12.envelope import REASONS, Kind, TransactionSet, survey, transactions
from servicekit.x12.file import X12File
from servicekit.x12.loading import interchange_parser, load_interchanges, report_path, surveyed
from servicekit.x12.segments import Fault, Segment
from servicekit.x12.values import day, is_text

__all__ = [
    "REASONS", "Fault", "Kind", "Segment", "TransactionSet", "X12File", "day", "interchange_parser",
    "is_text", "load_interchanges", "report_path", "survey", "surveyed", "transactions",
]  # fmt: skip
