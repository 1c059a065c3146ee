"""The report of an 834 load: what became of each member, where and why, and nothing personal."""

from collections.abc import Iterable
from pathlib import Path

from member.rules.x12.reasons import REASONS
from servicekit.loading import LoadReport
from servicekit.x12 import Fault, TransactionSet


class EnrolmentReport(LoadReport):
    """Writes CSV: a row for each member, and one for each reason.

    `outcome` is added, changed, unchanged or rejected, of a member; part_rejected of something that was said
    about her; refused of a whole transaction. `member` counts those of the transaction, `segment` those of
    the file.
    """

    columns = (
        "file", "interchange", "group", "transaction", "member", "segment", "loop",
        "outcome", "reason", "meaning",
    )  # fmt: skip

    def __init__(self, path: Path):
        super().__init__(path, REASONS)

    def member(
        self, file: str, of: TransactionSet, number: int, at: int, outcome: str, faults: Iterable[Fault]
    ) -> None:
        """One member, whose INS segment is at `at`: what became of her, and each reason with its place."""
        if outcome != "rejected":
            self._row(file, of, number, Fault("", "2000", at), outcome)
        for fault in faults:
            self._row(file, of, number, fault, outcome if outcome == "rejected" else "part_rejected")

    def refused(self, file: str, of: TransactionSet) -> None:
        """A transaction of which nothing is loaded."""
        self._row(file, of, "", Fault(of.problem or "", "", of.problem_at), "refused")

    def _row(self, file: str, of: TransactionSet, number: int | str, fault: Fault, outcome: str) -> None:
        self._rows.writerow(
            [
                file, of.interchange, of.group, of.number, number, fault.at, fault.loop, outcome,
                fault.reason, REASONS.get(fault.reason, ""),
            ]
        )  # fmt: skip
