"""What covers the member (R144–R148)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from member.repository import coverage
from member.rules.coverage import Span, gaps, state_on
from servicekit import clock
from servicekit.work import Work


def get_coverage(work: Work) -> dict[str, Any]:
    """The fields of `Coverage`: every span in exactly one of `active` and `inactive`."""
    today = clock.today(work.settings.plan_zone)
    with work.reading() as session:
        spans = coverage.own_spans(session, work.viewer)
    return shown_coverage(spans, today)


def shown_coverage(spans: Sequence[Span], today: date) -> dict[str, Any]:
    """The fields of `Coverage`."""
    shown = [_shown(span, today) for span in spans]
    return {
        "active": [span for span in shown if span["state"] != "ended"],
        "inactive": [span for span in shown if span["state"] == "ended"],
        "gaps": [asdict(gap) for gap in gaps(spans)],
    }


def _shown(span: Span, today: date) -> dict[str, Any]:
    return asdict(span) | {"state": state_on(span, today)}
