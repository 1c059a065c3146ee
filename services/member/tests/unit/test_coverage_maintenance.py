"""What each kind of maintenance does to coverage spans: a table of cases, and what holds for all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from member.rules.coverage import Span, covers
from member.rules.coverage_maintenance import add, agree, change, remove, reopen, terminate


def day(text: str) -> date:
    """A day of 2026: `3-31`; or of another year: `2027-3-31`."""
    year, month, number = (["2026", *text.split("-")])[-3:]
    return date(int(year), int(month), int(number))


def span(text: str) -> Span:
    """`1-1/3-31`, or open-ended `1-1/`."""
    starts_on, ends_on = text.split("/")
    return Span("medi_cal", day(starts_on), day(ends_on) if ends_on else None)


def spans(text: str) -> tuple[Span, ...]:
    return tuple(map(span, text.split()))


ADDED = [
    ("", "1-1/", "1-1/", "the first coverage"),
    ("1-1/", "1-1/", "1-1/", "said again"),
    ("5-1/", "3-1/", "3-1/", "retroactive: begins earlier"),
    ("5-1/", "3-1/4-30", "3-1/", "retroactive and adjoining: one span"),
    ("5-1/", "3-1/3-31", "3-1/3-31 5-1/", "retroactive with a gap"),
    ("1-1/3-31", "4-1/", "1-1/", "the next day: goes on"),
    ("1-1/3-31", "4-2/", "1-1/3-31 4-2/", "a day between"),
    ("1-1/3-31 6-1/", "3-1/7-1", "1-1/", "joins two"),
    ("1-1/", "3-1/3-31", "1-1/", "inside what is covered: nothing is shortened"),
    ("2025-1-1/2025-12-31", "2028-2-29/2028-2-29", "2025-1-1/2025-12-31 2028-2-29/2028-2-29", "one leap day"),
]
TERMINATED = [
    ("1-1/", "3-31", "1-1/3-31", "the last day is covered"),
    ("1-1/3-31", "3-31", "1-1/3-31", "said again"),
    ("1-1/3-31", "6-30", "1-1/3-31", "a later end adds no day"),
    ("1-1/", "1-1", "1-1/1-1", "on the first day"),
    ("1-1/3-31 6-1/", "2-28", "1-1/2-28", "retroactive: shortens one and removes a later one"),
    ("1-1/3-31 6-1/", "4-15", "1-1/3-31", "between two: the later is removed"),
    ("6-1/", "4-15", "", "before it began: it never was"),
    ("1-1/", "9999-12-31", "1-1/", "no end is no end"),
    ("", "3-31", "", "nothing to end"),
]
CANCELLED = [
    ("4-1/", "3-31", "4-1", "", "a day before it began"),
    ("4-1/", "1-1", "4-1", "", "long before it began"),
    ("1-1/2-28 4-1/", "1-1", "4-1", "1-1/2-28", "earlier coverage stays, whatever end is given"),
    ("4-1/", "4-1", "4-1", "4-1/4-1", "an end on the first day is one day of coverage"),
]
DELETED = [
    ("1-1/", "1-1", None, "", "all of it"),
    ("1-1/", "3-1", None, "1-1/2-28", "from a day on"),
    ("1-1/", "3-1", "3-31", "1-1/2-28 4-1/", "from the middle: split"),
    ("1-1/3-31 5-1/", "3-1", "5-31", "1-1/2-28 6-1/", "across two"),
    ("1-1/", "3-1", "9999-12-31", "1-1/2-28", "to no end"),
]
CHANGED = [
    ("1-1/", "2-1", None, "2-1/", "begins later"),
    ("1-1/", "2025-11-1", None, "2025-11-1/", "retroactive: begins earlier"),
    ("1-1/3-31 6-1/", "5-1", None, "1-1/3-31 5-1/", "the day lies in none: the next begins then"),
    ("1-1/3-31", "4-1", None, "1-1/3-31 4-1/", "after all of them: added"),
    ("", "4-1", None, "4-1/", "nothing to change: added"),
    ("1-1/", None, "3-31", "1-1/3-31", "ends"),
    ("1-1/3-31", None, "6-30", "1-1/6-30", "ends later"),
    ("1-1/3-31 6-1/", None, "4-30", "1-1/4-30 6-1/", "the day lies in none: the one before ends then"),
    ("6-1/", None, "4-30", "6-1/", "before all of them: nothing"),
    ("1-1/", "2-1", "5-31", "2-1/5-31", "begins and ends"),
    ("1-1/3-31 6-1/", "2-1", "7-1", "2-1/7-1", "in place of both that it overlaps"),
    ("1-1/3-31 6-1/", "2-1", "5-31", "2-1/5-31 6-1/", "the next day is another span's"),
    ("1-1/", "3-1", "2-1", "1-1/2-28", "an end before its beginning takes it away"),
    ("1-1/", None, None, "1-1/", "no days: other facts changed"),
]
AGREED = [
    ("", "1-1/", "1-1/", "not known: added"),
    ("1-1/", "1-1/", "1-1/", "agrees"),
    ("2025-1-1/", "1-1/", "2025-1-1/", "earlier days stay"),
    ("1-1/", "1-1/5-31", "1-1/5-31", "the sender knows an end"),
    ("1-1/3-31 6-1/", "5-1/", "1-1/3-31 5-1/", "the sender's beginning counts"),
    ("1-1/3-31", "1-1/", "1-1/", "open again"),
    ("1-1/ ", "3-1/3-31", "1-1/3-31", "later days that the sender doesn't state go"),
]
REOPENED = [
    ("1-1/3-31", "1-1/", "the end goes"),
    ("1-1/3-31 5-1/6-30", "1-1/3-31 5-1/", "of the last"),
    ("1-1/", "1-1/", "open already"),
    ("", "", "nothing to open"),
]


def table(cases):
    return pytest.mark.parametrize("case", cases, ids=[case[-1] for case in cases])


@table(ADDED)
def test_addition(case):
    before, new, after, _ = case
    assert add(spans(before), span(new)) == spans(after)


@table(TERMINATED)
def test_termination(case):
    before, last, after, _ = case
    assert terminate(spans(before), day(last)) == spans(after)


@table(CANCELLED)
def test_cancellation(case):
    before, last, begun, after, _ = case
    assert terminate(spans(before), day(last), day(begun)) == spans(after)


@table(DELETED)
def test_deletion(case):
    before, first, last, after, _ = case
    assert remove(spans(before), day(first), last and day(last)) == spans(after)


@table(CHANGED)
def test_change(case):
    before, begins, ends, after, _ = case
    changed = change(spans(before), "medi_cal", begins and day(begins), ends and day(ends))
    assert changed == spans(after)


@table(AGREED)
def test_audit(case):
    before, stated, after, _ = case
    assert agree(spans(before), span(stated)) == spans(after)


@table(REOPENED)
def test_reinstatement_without_a_day(case):
    before, after, _ = case
    assert reopen(spans(before)) == spans(after)


days = st.integers(0, 120).map(lambda n: date(2026, 1, 1) + timedelta(n))
ends = st.one_of(st.none(), days)


@st.composite
def stated_spans(draw) -> Span:
    first, last = draw(days), draw(ends)
    return Span("medi_cal", min(first, last), max(first, last)) if last else Span("medi_cal", first, None)


acts = st.one_of(
    stated_spans().map(lambda new: lambda held: add(held, new)),
    stated_spans().map(lambda new: lambda held: agree(held, new)),
    st.tuples(days, ends).map(lambda said: lambda held: remove(held, *said)),
    st.tuples(days, ends).map(lambda said: lambda held: terminate(held, *said)),
    st.tuples(ends, ends).map(lambda said: lambda held: change(held, "medi_cal", *said)),
    st.just(reopen),
)


@given(st.lists(acts, max_size=12))
def test_no_maintenance_makes_spans_overlap_and_each_done_twice_is_done_once(sequence):
    held: tuple[Span, ...] = ()
    for act in sequence:
        held = act(held)
        assert act(held) == held
        for one, following in zip(held, held[1:], strict=False):
            assert one.ends_on and one.ends_on < following.starts_on
        assert all(span.ends_on is None or span.ends_on >= span.starts_on for span in held)


@given(st.lists(acts, max_size=6), stated_spans(), days)
def test_days_of_which_nothing_was_said_stay_as_they_are(sequence, new, probe):
    held: tuple[Span, ...] = ()
    for act in sequence:
        held = act(held)
    said = new.starts_on <= probe and (new.ends_on is None or probe <= new.ends_on)
    assert covered(add(held, new), probe) == (said or covered(held, probe))
    assert covered(remove(held, new.starts_on, new.ends_on), probe) == (covered(held, probe) and not said)


def covered(held: tuple[Span, ...], probe: date) -> bool:
    return any(covers(span, probe) for span in held)
