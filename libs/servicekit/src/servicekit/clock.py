"""The only source of instants and of days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_frozen: list[datetime] = []


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today(zone: str | ZoneInfo) -> date:
    """The calendar day in `zone` (an IANA name such as `America/Los_Angeles`)."""
    return now().astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


def epoch_ms() -> int:
    """Milliseconds since 1970, for deadlines that travel; never frozen, since brokers don't freeze."""
    return int(datetime.now(UTC).timestamp() * 1000)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """For tests: `now()` answers `at` inside the block."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    _frozen.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()


def later(seconds: float) -> datetime:
    """`now()` plus so many seconds."""
    return now() + timedelta(seconds=seconds)
