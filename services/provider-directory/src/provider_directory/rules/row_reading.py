"""Reading a row of a list by others, cell by cell: shared by the lists that the directory loads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from provider_directory.rules import fields


@dataclass
class RowReading:
    """One row being read: its cells, and the reasons found against it so far."""

    cells: Mapping[str, str]
    reasons: list[str] = field(default_factory=list)

    def refuse(self, reason: str) -> None:
        """One more reason, a key of the list's own REASONS."""
        if reason not in self.reasons:
            self.reasons.append(reason)

    def text(self, column: str, missing: str | None = None) -> str:
        """One line of text; `missing` is the reason against an empty one."""
        raw = self.cells.get(column, "").strip()
        if fields.hides(raw):
            self.refuse("bad_text")
        if missing and not raw:
            self.refuse(missing)
        return fields.tidy(raw)

    def one_of(self, column: str, known: tuple[str, ...], reason: str, default: str = "") -> str:
        """One of these keys, in small letters."""
        value = self.text(column).lower() or default
        if value not in known:
            self.refuse(reason)
        return value

    def number(self, column: str, reason: str, most: int) -> int | None:
        """A whole number up to `most`; None when the cell is empty."""
        value = self.text(column)
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 7 and int(value) <= most):
            self.refuse(reason)
            return None
        return int(value)

    def checked(self, column: str, right: Callable[[str], bool], reason: str) -> str:
        """Text that is `right`."""
        value = self.text(column)
        if not right(value):
            self.refuse(reason)
        return value

    def several(self, column: str) -> tuple[str, ...]:
        """Parts between semicolons, each once."""
        return tuple(dict.fromkeys(part.strip() for part in self.text(column).split(";") if part.strip()))

    def day(self, column: str) -> date | None:
        """A calendar day; None when the cell is empty."""
        value = self.text(column)
        found = fields.day(value)
        if value and found is None:
            self.refuse("bad_date")
        return found

    def tax_id(self, column: str) -> str:
        """Nine digits, with or without hyphen."""
        value = self.text(column).replace("-", "")
        if not (len(value) == 9 and value.isascii() and value.isdigit()):
            self.refuse("bad_tax_id")
        return value
