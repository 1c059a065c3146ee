"""Doctors as the contracts show them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row


def shown(span: Row) -> dict[str, Any]:
    """A `DoctorSpan`."""
    return {
        "line": span.line,
        "doctor": span.provider,
        "starts_on": span.starts_on,
        "ends_on": span.ends_on,
    }


def coming(change: Row) -> dict[str, Any]:
    """A `ComingChange`."""
    return {
        "change_id": change.id,
        "line": change.line,
        "doctor": change.provider,
        "effective_on": change.effective_on,
    }


def doctor_on(spans: Iterable[Row], line: str, day: date) -> dict[str, Any] | None:
    """The `Doctor` of a line on that day."""
    return next((span.provider for span in spans if span.line == line and runs(span, day)), None)


def runs(span: Row, day: date) -> bool:
    """Whether the day is one of the span's."""
    return span.starts_on <= day and lasts(span, day)


def lasts(span: Row, day: date) -> bool:
    """Whether the span does not end before the day."""
    return span.ends_on is None or span.ends_on >= day


def shown_exception(asked: Row) -> dict[str, Any]:
    """A `PcpException`, without what was written down."""
    names = (
        "number",
        "line",
        "rules",
        "wished_on",
        "state",
        "by_staff",
        "submitted_at",
        "decided_at",
        "denial",
    )
    return {name: getattr(asked, name) for name in names} | {
        "exception_id": asked.id,
        "doctor": asked.provider,
    }
