"""Counting what became of the rows of a load."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

EXAMPLES = 3


@dataclass
class Tally:
    """Rows by outcome, reasons by count, and the first few lines of each reason."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def count(self, line: int, outcome: str, reasons: Iterable[str] = ()) -> None:
        """One row: added, changed, unchanged, or rejected for `reasons`."""
        self.outcomes[outcome] += 1
        for reason in reasons:
            self.reasons[reason] += 1
            if len(self.examples[reason]) < EXAMPLES:
                self.examples[reason].append(line)

    @property
    def added(self) -> int:
        """Rows that were new."""
        return self.outcomes["added"]

    @property
    def changed(self) -> int:
        """Rows that changed what was known."""
        return self.outcomes["changed"]

    @property
    def unchanged(self) -> int:
        """Rows that said what was known."""
        return self.outcomes["unchanged"]

    @property
    def rejected(self) -> int:
        """Rows that were refused."""
        return self.outcomes["rejected"]

    @property
    def accepted(self) -> int:
        """Rows that were not refused."""
        return self.rows - self.rejected

    @property
    def rows(self) -> int:
        """All rows."""
        return self.outcomes.total()
