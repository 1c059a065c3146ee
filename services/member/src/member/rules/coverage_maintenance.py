"""What enrolment maintenance does to the coverage spans of one member in one line of business.

Pure functions from spans to spans, both ends included. Spans given and returned are in order and share no
day; each function applied twice is as applied once. Days that a sender does not speak of stay as they are.
"""

from collections.abc import Iterable
from datetime import date

from member.rules.coverage import DAY, Span

Spans = tuple[Span, ...]

FOREVER = date.max


def add(spans: Spans, new: Span) -> Spans:
    """Addition (021), reinstatement (025): the days of `new` are covered.

    What overlaps or adjoins it becomes one span with it.
    """
    touching = [span for span in spans if _touch(span, new)]
    starts_on = min([new.starts_on, *(span.starts_on for span in touching)])
    ends_on = max([_end(new), *map(_end, touching)])
    return _ordered([*(span for span in spans if span not in touching), _span(new.line, starts_on, ends_on)])


def remove(spans: Spans, first: date, last: date | None = None) -> Spans:
    """Deletion (002): no coverage from `first` through `last` (None: for ever). May split a span."""
    if last and last < first:
        return spans
    before = [_clip(span, None, first - DAY) for span in spans]
    after = [_clip(span, last + DAY, None) for span in spans] if last and last < FOREVER else []
    return _ordered(span for span in [*before, *after] if span)


def terminate(spans: Spans, last: date, begun: date | None = None) -> Spans:
    """Termination (024): `last` is the last day covered; no day is added.

    An end before the coverage began (`begun`) is its cancellation: nothing from `begun` on is left.
    """
    if begun and last < begun:
        return remove(spans, begun)
    return remove(spans, last + DAY) if last < FOREVER else spans


def reopen(spans: Spans) -> Spans:
    """Reinstatement (025) without a day: the last span has no end any more."""
    return add(spans, Span(spans[-1].line, spans[-1].starts_on, None)) if spans else spans


def change(spans: Spans, line: str, begins: date | None, ends: date | None) -> Spans:
    """Change (001), correction (026): the span that is meant begins and ends as said; None leaves that end.

    Meant is the span on the day `begins`, else the next one; without `begins` the one on the day `ends`, else
    the one before. Given both, one span takes the place of all that overlap those days, and an end before the
    beginning takes away what is from there on. Where none is meant, begun coverage is added.
    """
    if begins and ends:
        return _restate(spans, _span(line, begins, ends)) if begins <= ends else remove(spans, begins)
    meant = _on_or_after(spans, begins) if begins else _on_or_before(spans, ends)
    if meant is None:
        return _ordered([*spans, Span(line, begins, None)]) if begins else spans
    corrected = _span(line, begins or meant.starts_on, ends or _end(meant))
    return _ordered([*(span for span in spans if span != meant), corrected])


def agree(spans: Spans, stated: Span) -> Spans:
    """Audit or compare (030): from its first day on exactly the days of `stated`; earlier days stay."""
    return add(remove(spans, stated.starts_on), stated)


def _restate(spans: Spans, stated: Span) -> Spans:
    return _ordered([*(span for span in spans if not _overlap(span, stated)), stated])


def _on_or_after(spans: Spans, day: date) -> Span | None:
    return next((span for span in spans if _end(span) >= day), None)


def _on_or_before(spans: Spans, day: date | None) -> Span | None:
    return next((span for span in reversed(spans) if day and span.starts_on <= day), None)


def _overlap(one: Span, other: Span) -> bool:
    return one.starts_on <= _end(other) and other.starts_on <= _end(one)


def _touch(one: Span, other: Span) -> bool:
    return _starts_by(one, _end(other)) and _starts_by(other, _end(one))


def _starts_by(span: Span, end: date) -> bool:
    return end == FOREVER or span.starts_on <= end + DAY


def _clip(span: Span, first: date | None, last: date | None) -> Span | None:
    starts_on, ends_on = max(span.starts_on, first or span.starts_on), min(_end(span), last or FOREVER)
    return _span(span.line, starts_on, ends_on) if starts_on <= ends_on else None


def _end(span: Span) -> date:
    return span.ends_on or FOREVER


def _span(line: str, starts_on: date, ends_on: date) -> Span:
    return Span(line, starts_on, None if ends_on == FOREVER else ends_on)


def _ordered(spans: Iterable[Span]) -> Spans:
    return tuple(sorted(spans, key=lambda span: span.starts_on))
