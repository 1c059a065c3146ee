"""Which stored spans become which, when a member's coverage changes."""

from member.rules.coverage import Span
from member.rules.coverage_maintenance import Spans

Move = tuple[Span | None, Span | None]


def moves(before: Spans, after: Spans) -> list[Move]:
    """Pairs of a stored span and what it becomes: (span, None) goes, (None, span) is new.

    A span that goes on under other dates stays the same row: the first that shares a day with it.
    """
    left = [span for span in before if span not in after]
    found: list[Move] = []
    for span in after:
        if span in before:
            continue
        same = next((old for old in left if shared(old, span)), None)
        if same:
            left.remove(same)
        found.append((same, span))
    return [(old, None) for old in left] + found


def shared(one: Span, other: Span) -> Span | None:
    """The days of both; None when they share none."""
    starts_on = max(one.starts_on, other.starts_on)
    ends = [span.ends_on for span in (one, other) if span.ends_on]
    ends_on = min(ends) if ends else None
    return Span(one.line, starts_on, ends_on) if ends_on is None or starts_on <= ends_on else None
