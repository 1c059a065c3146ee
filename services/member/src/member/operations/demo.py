"""Loading the invented members."""

from datetime import date

from member.operations.enrolling import LOADER, Enrolment, digest_of, enrol
from member.repository import enrolling
from member.rules.demo_people import DemoPerson
from member.rules.demo_table import PEOPLE
from member.rules.tally import Tally
from servicekit.store import Database

SOURCE = "demo"


def load_demo(database: Database, index_key: bytes, today: date) -> Tally:
    """Save the invented members; a second run changes nothing."""
    enrolments = [_enrolment(person, index_key, today) for person in PEOPLE]
    tally = Tally()
    with database.transaction() as tx:
        enrolling.wait_for_other_loads(tx.session, LOADER)
        outcomes = enrol(tx.session, database.sealer, enrolments)
    for number, outcome in enumerate(outcomes.values(), start=1):
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
