"""Loading the invented members: who they are, where they live, who their doctors are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from member.operations.contact import PURPOSE
from member.operations.enrolling import LOADER, Enrolment, digest_of, enrol
from member.repository import contact, enrolling, pcp
from member.rules.coverage import covers
from member.rules.demo_people import DemoPerson
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.loading import Tally
from servicekit.store import Database, Tx
from servicekit.work import Viewer

SOURCE = "demo"
BATCH = 500
DOCTORLESS = 10
"""Every tenth of the crowd has no doctor yet."""

HOMES = {
    "Mariposa": ("Mariposa", "95338"), "Merced": ("Merced", "95340"), "Monterey": ("Salinas", "93901"),
    "San Benito": ("Hollister", "95023"), "Santa Cruz": ("Watsonville", "95076"),
}  # fmt: skip


def load_demo(
    database: Database,
    index_key: bytes,
    today: date,
    people: Sequence[DemoPerson] = PEOPLE,
    doctors: Sequence[Mapping[str, Any]] = (),
) -> Tally:
    """Save the invented members; a second run changes nothing.

    `doctors` are lines of the directory's `demo-providers`; without them nobody gets a doctor.
    """
    tally = Tally()
    for first in range(0, len(people), BATCH):
        some = people[first : first + BATCH]
        with database.transaction() as tx:
            enrolling.wait_for_other_loads(tx.session, LOADER)
            outcomes = enrol(tx.session, database.sealer, [_enrolment(p, index_key, today) for p in some])
            pcp.give_first(tx.session, LOADER, list(_doctors(some, doctors, first, today)), clock.now())
            _give_homes(tx, database, some)
        for number, outcome in enumerate(outcomes.values(), start=first + 1):
            tally.count(number, outcome)
    return tally


def _enrolment(person: DemoPerson, index_key: bytes, today: date) -> Enrolment:
    return Enrolment(
        digest=digest_of(index_key, person.person),
        person=person.person,
        spans=person.coverage(today),
        source=SOURCE,
        key=person.key,
        language=person.language,
        county=person.county,
    )


def _doctors(
    people: Sequence[DemoPerson], doctors: Sequence[Mapping[str, Any]], first: int, today: date
) -> Iterator[dict[str, Any]]:
    """A doctor of her county, where there is one, for each line that covers a person today."""
    for number, person in enumerate(people, start=first):
        if number % DOCTORLESS == DOCTORLESS - 1:
            continue
        for span in person.coverage(today):
            offered = [d for d in doctors if span.line in d["lines"] and d["free"]]
            near = [doctor for doctor in offered if doctor["county"] == person.county] or offered
            if near and covers(span, today):
                yield _first_span(person, span.line, near[number % len(near)], span.starts_on)


def _first_span(person: DemoPerson, line: str, doctor: Mapping[str, Any], starts_on: date) -> dict[str, Any]:
    card = {
        name: doctor[name]
        for name in ("provider_id", "first_name", "last_name", "credential", "specialty", "practice")
    }
    return {
        "member_key": person.key,
        "line": line,
        "provider_id": doctor["provider_id"],
        "provider": card,
        "starts_on": starts_on,
    }


def _give_homes(tx: Tx, database: Database, people: Sequence[DemoPerson]) -> None:
    now = clock.now()
    for number, person in enumerate(people):
        viewer = Viewer(caller="member", person_key=person.key)
        if not contact.own(tx.session, viewer):
            contact.add(tx.session, viewer, **_home(database, person, number, now))


def _home(database: Database, person: DemoPerson, number: int, now: datetime) -> dict[str, Any]:
    city, zip_code = HOMES[person.county]
    says = {
        "line1": f"{100 + number} Example Street", "line2": None, "city": city, "state": "CA",
        "zip_code": zip_code, "county": person.county,
    }  # fmt: skip
    return {
        "kind": "address",
        "use": "home",
        "sealed": database.sealer.seal(PURPOSE, json.dumps(says).encode()),
        "county": person.county,
        "zip_code": zip_code,
        "source": SOURCE,
        "created_at": now,
        "changed_at": now,
    }
