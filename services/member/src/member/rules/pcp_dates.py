"""When a change of primary doctor begins, and how old the member is then."""

from datetime import date


def next_start(today: date) -> date:
    """The first day of the month after `today`, on the 1st as well (R134). `today` is the plan's day."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def age_on(born: date, day: date) -> int:
    """Completed years. Who was born on 29 February has her birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
