"""What somebody who loads a file sees: progress while it runs, and the outcome."""

import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

from servicekit.loading.tally import Tally

SECONDS_BETWEEN_LINES = 1.0

Shown = Callable[[int, Tally], None]
"""Is told after each batch how far in the files the load is, and what became of the rows so far."""


class Progress:
    """Prints how far a load came: over itself on a terminal, else a line a second."""

    def __init__(self, total_bytes: int, out: TextIO | None = None, *, unit: str = "rows"):
        self._total = total_bytes
        self._unit = unit
        self._out = out or sys.stderr
        self._over = self._out.isatty()
        self._printed_at = float("-inf")

    def show(self, offset: int, tally: Tally, *, last: bool = False) -> None:
        """Say where the load is. `offset` is in characters, near enough to bytes; `last` always prints."""
        if not (last or self._over or time.monotonic() - self._printed_at >= SECONDS_BETWEEN_LINES):
            return
        self._printed_at = time.monotonic()
        done = min(100, 100 * offset // self._total) if self._total else 100
        counts = f"{tally.rows:,} {self._unit}: {tally.accepted:,} accepted, {tally.rejected:,} rejected"
        words = f"{100 if last else done:3} %  {counts}"
        end = "\n" if last or not self._over else ""
        print(f"\r{words}" if self._over else words, end=end, file=self._out, flush=True)


def outcomes(tally: Tally) -> str:
    """How many were added, changed, unchanged."""
    return f"{tally.added:,} added, {tally.changed:,} changed, {tally.unchanged:,} unchanged"


def summary(
    tally: Tally, meanings: Mapping[str, str], *, unit: str = "rows", place: str = "line"
) -> list[str]:
    """The outcome of a load in lines: counts, and every reason with its count and its first places."""
    lines = [
        f"{tally.rows:,} {unit} read",
        f"  {tally.accepted:,} accepted: {outcomes(tally)}",
        f"  {tally.rejected:,} rejected",
    ]
    for key, count in sorted(tally.reasons.items(), key=lambda item: (-item[1], item[0])):
        known = tally.examples[key]
        where = ", ".join(f"{line:,}" for line in known) + (", …" if count > len(known) else "")
        lines.append(f"    {count:,} x {meanings[key]} ({place} {where})")
    return lines
