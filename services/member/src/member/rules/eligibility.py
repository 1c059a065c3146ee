"""Who may have an account of her own (R085). The reasons are in docs/decisions/0005-who-may-register.md."""

from collections.abc import Sequence
from datetime import date

from member.rules.coverage import Span

OWN_ACCOUNT_FROM_AGE = 12
ADULT_AGE = 18


def may_register(born: date, died: date | None, spans: Sequence[Span], today: date) -> bool:
    """Whether the member may create an account: alive, 12 or older, and covered now, later or before.

    Coverage that ended leaves her own history to read, so it admits too; never covered does not.
    """
    return died is None and age_on(born, today) >= OWN_ACCOUNT_FROM_AGE and len(spans) > 0


def is_minor(born: date, today: date) -> bool:
    """Under 18: what an account may show or do for her is narrower."""
    return age_on(born, today) < ADULT_AGE


def age_on(born: date, day: date) -> int:
    """Whole years. Who was born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
