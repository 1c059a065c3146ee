"""What a search asks for, after the typed words were looked up."""

from dataclasses import dataclass, replace
from typing import Self

MOST_WORDS = 200
"""So many known words are looked for by name; what more words hold is common, and met along the way."""


@dataclass(frozen=True, slots=True)
class Word:
    """A name or city as typed, folded, and the known words that hold it, in their order.

    `all_known` is false where there are more words than are listed in `known`. `similar` are words that it
    may be a misspelling of.
    """

    typed: str
    known: tuple[str, ...]
    all_known: bool = True
    similar: tuple[str, ...] = ()

    def with_similar(self, similar: tuple[str, ...]) -> Self:
        """The same with misspellings forgiven. A word that holds what was typed is no misspelling."""
        return replace(self, similar=tuple(key for key in similar if self.typed not in key))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The criteria of a search; None where nothing is asked."""

    line: str
    pcp_only: bool
    first: Word | None = None
    last: Word | None = None
    city: Word | None = None
    gender: str | None = None
    county: str | None = None
    zip_code: str | None = None

    def forgives(self) -> bool:
        """Whether a misspelling was forgiven in any name."""
        return any(word and word.similar for word in (self.first, self.last))

    def goes_by_last_name(self) -> bool:
        """Whether the last name holds so much that its words are better taken a few at a time, in the order
        of the results. Where a place or first name narrows the search, all at once is better."""
        narrow = self.first or self.city or self.zip_code
        return self.last is not None and not self.last.all_known and not narrow and not self.forgives()
