"""The first coverage of somebody who comes from a list without coverage dates."""

from datetime import date

import pytest

from member.rules.coverage import Span, first_span

FROM = date(2026, 10, 1)

CASES = [
    (date(1980, 1, 1), None, Span("medi_cal", FROM, None), "open-ended from the plan's start"),
    (date(2026, 10, 9), None, Span("medi_cal", date(2026, 10, 9), None), "a newborn, from birth"),
    (
        date(1980, 1, 1),
        date(2026, 10, 5),
        Span("medi_cal", FROM, date(2026, 10, 5)),
        "death ends it, that day included",
    ),
    (date(1980, 1, 1), FROM, Span("medi_cal", FROM, FROM), "death on the first day"),
    (date(1980, 1, 1), date(2026, 9, 30), None, "death before it began"),
    (
        date(2026, 10, 9),
        date(2026, 10, 9),
        Span("medi_cal", date(2026, 10, 9), date(2026, 10, 9)),
        "one day of life",
    ),
]


@pytest.mark.parametrize(("born", "died", "span"), [row[:3] for row in CASES], ids=[row[3] for row in CASES])
def test_the_first_span(born, died, span):
    assert first_span(FROM, born, died) == span
