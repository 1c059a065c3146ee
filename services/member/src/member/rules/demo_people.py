"""What an invented member is. Who they are stands in `demo_table`."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from member.rules import member_ids
from member.rules.coverage import MEDI_CAL, Span
from member.rules.enrolment_rows import Person

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "demo.member.portico.example")
SINCE = date(2024, 1, 1)

Coverage = Callable[[date], tuple[Span, ...]]


def active(today: date) -> tuple[Span, ...]:
    """Covered for years, with no end."""
    return (Span(MEDI_CAL, SINCE, None),)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented member. `card_id` is as printed on the card; who has a `password` has an account."""

    card_id: str
    first_name: str
    last_name: str
    date_of_birth: date
    sex: str
    county: str
    email: str
    cell_phone: str
    note: str
    coverage: Coverage = active
    middle_name: str | None = None
    date_of_death: date | None = None
    language: str = "en"
    username: str | None = None
    password: str | None = None

    @property
    def key(self) -> UUID:
        """The same key wherever the demo is loaded, so that accounts can point to it."""
        return uuid.uuid5(NAMESPACE, self.card_id)

    @property
    def person(self) -> Person:
        """As a row of a list would give her."""
        return Person(
            member_ids.normalise(self.card_id),
            self.first_name,
            self.middle_name,
            self.last_name,
            self.date_of_birth,
            self.date_of_death,
            self.sex,
        )


def as_json(person: DemoPerson) -> dict[str, Any]:
    """One line of `demo-people`; `username` and `password` only for who has an account."""
    line = {
        "member_key": str(person.key),
        "member_id": person.card_id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "date_of_birth": person.date_of_birth.isoformat(),
        "email": person.email,
        "cell_phone": person.cell_phone,
        "language": person.language,
        "account": person.password is not None,
        "note": person.note,
    }
    if person.password is not None:
        line |= {"username": person.username, "password": person.password}
    return line
