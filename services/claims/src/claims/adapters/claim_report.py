"""The report of an 837P load: what became of each claim, where and why, and nothing personal."""

from pathlib import Path

from claims.rules.x12.reasons import REASONS
from servicekit.loading import LoadReport
from servicekit.x12 import Fault, TransactionSet


class ClaimReport(LoadReport):
    """Writes CSV: a row for each claim that was received, and one for each reason against another.

    `outcome` is added, unchanged (received before) or rejected, of a claim; refused of a whole transaction.
    `claim` counts those of the transaction, `segment` those of the file. `control_number` is the plan's
    number."""

    columns = (
        "file", "interchange", "group", "transaction", "claim", "segment", "loop", "outcome",
        "control_number", "reason", "meaning",
    )  # fmt: skip

    def __init__(self, path: Path):
        super().__init__(path, REASONS)

    def received(
        self, file: str, of: TransactionSet, number: int, at: int, outcome: str, control_number: int | None
    ) -> None:
        """A claim, whose CLM segment is at `at`, that the plan has under this number."""
        self._row(file, of, number, Fault("", "2300", at), outcome, control_number)

    def rejected(self, file: str, of: TransactionSet, number: int, fault: Fault) -> None:
        """A reason against a claim."""
        self._row(file, of, number, fault, "rejected", None)

    def refused(self, file: str, of: TransactionSet) -> None:
        """A transaction of which nothing is loaded."""
        self._row(file, of, "", Fault(of.problem or "", "", of.problem_at), "refused", None)

    def _row(
        self,
        file: str,
        of: TransactionSet,
        number: int | str,
        fault: Fault,
        outcome: str,
        control_number: int | None,
    ) -> None:
        self._rows.writerow(
            [
                file, of.interchange, of.group, of.number, number, fault.at, fault.loop, outcome,
                control_number or "", fault.reason, REASONS.get(fault.reason, ""),
            ]
        )  # fmt: skip
