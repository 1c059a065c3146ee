"""The envelopes of an interchange: ISA…IEA around GS…GE around ST…SE, their control numbers and counts.

What is wrong with an envelope refuses all that is in it and nothing beside it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from member.rules.x12.segments import Segment

VERSIONS = ("005010X220A1", "005010X220")
TEST = "T"


@dataclass(slots=True)
class TransactionSet:
    """One ST…SE: whose it is, its control numbers, how many members it holds, and what is wrong with it.

    `sender` is qualifier and id of the interchange (ISA05, ISA06). `fingerprint` (32 bytes) tells other
    content. `problem` is a key of REASONS, found at the segment `problem_at`.
    """

    sender: str
    interchange: str
    group: str
    number: str
    at: int
    members: int = 0
    fingerprint: bytes = b""
    problem: str | None = None
    problem_at: int = 0

    def refuse(self, problem: str, at: int) -> None:
        """Remember what is wrong; the first thing counts."""
        if self.problem is None:
            self.problem, self.problem_at = problem, at


@dataclass
class _Open:
    """An envelope that is open: its first segment, and what it holds so far."""

    head: Segment
    sets: list[TransactionSet] = field(default_factory=list)
    inner: int = 0
    numbers: set[str] = field(default_factory=set)

    def refuse(self, problem: str, at: int) -> None:
        for found in self.sets:
            found.refuse(problem, at)


@dataclass
class _Survey:
    """Where the reading stands."""

    take_test: bool
    found: list[TransactionSet] = field(default_factory=list)
    interchange: _Open | None = None
    group: _Open | None = None
    transaction: TransactionSet | None = None
    segments: int = 0
    content: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def isa(self, segment: Segment) -> None:
        self.close_all(segment.number)
        self.interchange = _Open(segment)

    def gs(self, segment: Segment) -> None:
        self.close_transaction("no_transaction_end", segment.number)
        self.close_group("no_group_end", segment.number)
        self.group = _Open(segment)
        self.interchange.inner += 1

    def st(self, segment: Segment) -> None:
        self.close_transaction("no_transaction_end", segment.number)
        isa, number = self.interchange.head, segment.get(2)
        group = self.group or _Open(segment)
        self.transaction = TransactionSet(
            f"{isa.get(5)}:{isa.get(6)}", isa.get(13), group.head.get(6), number, segment.number
        )
        self.segments, self.content = 0, hashlib.sha256()
        for problem in self.problems_at_start(segment, group):
            self.transaction.refuse(problem, segment.number)
        group.numbers.add(number)
        group.inner += 1
        for holder in (self.interchange, group):
            holder.sets.append(self.transaction)
        self.found.append(self.transaction)

    def problems_at_start(self, segment: Segment, group: _Open) -> Iterable[str]:
        if self.group is None:
            yield "misplaced_segment"
        if (group.head.get(1), segment.get(1)) != ("BE", "834") or group.head.get(8) not in VERSIONS:
            yield "not_enrolment"
        if segment.get(2) in group.numbers:
            yield "repeated_transaction_number"
        if self.interchange.head.get(15) == TEST and not self.take_test:
            yield "test_interchange"

    def se(self, segment: Segment) -> None:
        if self.transaction is None:
            return self.misplaced(segment)
        if segment.get(2) != self.transaction.number:
            self.transaction.refuse("transaction_number_differs", segment.number)
        if _count(segment) != self.segments:
            self.transaction.refuse("segment_count_differs", segment.number)
        self.transaction.fingerprint = self.content.digest()
        self.transaction = None

    def ge(self, segment: Segment) -> None:
        self.close_transaction("no_transaction_end", segment.number)
        if self.group is None:
            return self.misplaced(segment)
        if segment.get(2) != self.group.head.get(6):
            self.group.refuse("group_number_differs", segment.number)
        if _count(segment) != self.group.inner:
            self.group.refuse("transaction_count_differs", segment.number)
        self.group = None

    def iea(self, segment: Segment) -> None:
        self.close_transaction("no_transaction_end", segment.number)
        self.close_group("no_group_end", segment.number)
        if segment.get(2) != self.interchange.head.get(13):
            self.interchange.refuse("interchange_number_differs", segment.number)
        if _count(segment) != self.interchange.inner:
            self.interchange.refuse("group_count_differs", segment.number)
        self.interchange = None

    def misplaced(self, segment: Segment) -> None:
        self.interchange.refuse("misplaced_segment", segment.number)

    def close_transaction(self, problem: str, at: int) -> None:
        if self.transaction:
            self.transaction.refuse(problem, at)
        self.transaction = None

    def close_group(self, problem: str, at: int) -> None:
        if self.group:
            self.group.refuse(problem, at)
        self.group = None

    def close_all(self, at: int) -> None:
        if self.interchange:
            self.interchange.refuse("no_interchange_end", at)
        self.transaction = self.group = self.interchange = None


def survey(segments: Iterable[Segment], *, take_test: bool = False) -> list[TransactionSet]:
    """Every transaction set of a file, in order, with its problem if it has one.

    `take_test`: interchanges marked as test (ISA15 = T) are not refused.
    """
    state, last = _Survey(take_test), 0
    handlers = {tag.upper(): getattr(state, tag) for tag in ("isa", "gs", "st", "se", "ge", "iea")}
    for segment in segments:
        last, tag = segment.number, segment.tag
        if tag == "ST":
            state.st(segment)
        state.segments += 1
        state.content.update("\x1f".join(segment.elements).encode("utf-8", "surrogateescape") + b"\x1e")
        if tag == "INS" and state.transaction:
            state.transaction.members += 1
        elif tag != "ST" and tag in handlers:
            handlers[tag](segment)
    state.close_all(last)
    return state.found


def _count(segment: Segment) -> int:
    text = segment.get(1)
    return int(text) if text.isascii() and text.isdigit() else -1
