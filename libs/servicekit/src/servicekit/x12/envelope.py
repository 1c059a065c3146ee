"""The envelopes of an interchange: ISA…IEA around GS…GE around ST…SE, their control numbers and counts.

What is wrong with an envelope refuses all that is in it and nothing beside it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicekit.x12.segments import Segment

TEST = "T"
ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})

REASONS = {
    "no_interchange_end": "The interchange has no IEA segment: the file is cut off",
    "no_group_end": "The functional group has no GE segment",
    "no_transaction_end": "The transaction has no SE segment",
    "interchange_number_differs": "IEA02 is not the interchange's control number (ISA13)",
    "group_count_differs": "IEA01 is not the number of groups in the interchange",
    "group_number_differs": "GE02 is not the group's control number (GS06)",
    "transaction_count_differs": "GE01 is not the number of transactions in the group",
    "transaction_number_differs": "SE02 is not the transaction's control number (ST02)",
    "segment_count_differs": "SE01 is not the number of segments in the transaction",
    "repeated_transaction_number": "Another transaction of the group has this control number (ST02)",
    "misplaced_segment": "A segment stands outside of its envelope",
    "test_interchange": "The interchange is marked as a test (ISA15 is T); --accept-test loads it",
}
"""What is wrong with an envelope; nothing in it is loaded."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Which transaction sets are taken: by functional group (GS01), set (ST01) and versions (GS08).

    Each entry of a set begins with a segment named `entry`. `refusal` is the problem of any other set.
    """

    group: str
    transaction: str
    versions: tuple[str, ...]
    entry: str
    refusal: str


@dataclass(slots=True)
class TransactionSet:
    """One ST…SE: whose it is, its control numbers, how many entries it holds, and what is wrong with it.

    `sender` is qualifier and id of the interchange (ISA05, ISA06); `component` divides the parts of an
    element (ISA16). `fingerprint` (32 bytes) tells other content. `problem` is a key of REASONS or the kind's
    refusal, found at the segment `problem_at`."""

    sender: str
    interchange: str
    group: str
    number: str
    at: int
    component: str = ":"
    entries: int = 0
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

    kind: Kind
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
            f"{isa.get(5)}:{isa.get(6)}",
            isa.get(13),
            group.head.get(6),
            number,
            segment.number,
            isa.elements[-1],
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
        is_kind = (group.head.get(1), segment.get(1)) == (self.kind.group, self.kind.transaction)
        if not is_kind or group.head.get(8) not in self.kind.versions:
            yield self.kind.refusal
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


def survey(segments: Iterable[Segment], kind: Kind, *, take_test: bool = False) -> list[TransactionSet]:
    """Every transaction set of a file, in order, with its problem if it has one, such as another kind.

    `take_test`: interchanges marked as test (ISA15 = T) are not refused.
    """
    state, last = _Survey(kind, take_test), 0
    handlers = {tag.upper(): getattr(state, tag) for tag in ("isa", "gs", "st", "se", "ge", "iea")}
    for segment in segments:
        last, tag = segment.number, segment.tag
        if tag == "ST":
            state.st(segment)
        state.segments += 1
        state.content.update("\x1f".join(segment.elements).encode("utf-8", "surrogateescape") + b"\x1e")
        if tag == kind.entry and state.transaction:
            state.transaction.entries += 1
        elif tag != "ST" and tag in handlers:
            handlers[tag](segment)
    state.close_all(last)
    return state.found


def transactions(segments: Iterator[Segment]) -> Iterator[Iterator[Segment]]:
    """The segments of each transaction set, without ST and SE; each is to be used up before the next."""
    pushed: list[Segment] = []

    def rest() -> Iterator[Segment]:
        for segment in segments:
            if segment.tag == "ST":
                pushed.append(segment)
            if segment.tag in ENVELOPE:
                return
            yield segment

    for segment in segments:
        if segment.tag == "ST":
            pushed.append(segment)
        while pushed:
            pushed.pop()
            yield rest()


def _count(segment: Segment) -> int:
    text = segment.get(1)
    return int(text) if text.isascii() and text.isdigit() else -1
