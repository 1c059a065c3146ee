"""Loading a list of members: in batches, each committed with its coverage.

Killed at any moment, what is committed stays, and running the same command again completes it. One load
runs at a time. A row is refused alone, with its reasons.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from member.operations.enrolling import LOADER, Enrolment, digest_of, enrol
from member.repository import enrolling
from member.rules.coverage import first_span
from member.rules.enrolment_rows import Person, read_person
from servicekit.loading import Line, LoadReport, Result, Shown, Tally, load_batches
from servicekit.store import Database

SOURCE = "member_list"
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How to load: the day, when coverage begins, and the key of the Member ID index."""

    today: date
    covered_from: date
    index_key: bytes
    strip_digits: bool = True
    batch: int = BATCH


def load_members(
    database: Database, lines: Iterable[Line], plan: Plan, report: LoadReport, show: Shown
) -> Tally:
    """Load every line; `show(offset, tally)` is called after each batch. Returns the count of outcomes."""
    with database.transaction() as guard:
        enrolling.wait_for_other_loads(guard.session, LOADER)
        enrolling.begin_seen(guard.session, LOADER)
        return load_batches(
            lines, plan.batch, lambda batch: _load_batch(database, guard.session, batch, plan), report, show
        )


def _load_batch(database: Database, guard: Session, batch: list[Line], plan: Plan) -> Iterator[Result]:
    """What became of each line of the batch, in the file's order."""
    enrolments, refused = _sort_out(guard, batch, plan)
    with database.transaction() as tx:
        outcomes = enrol(tx.session, database.sealer, list(enrolments.values()))
    for line in batch:
        reasons = refused.get(line.number, ())
        outcome = "rejected" if reasons else outcomes[enrolments[line.number].digest]
        yield line.number, outcome, reasons


def _sort_out(
    guard: Session, batch: list[Line], plan: Plan
) -> tuple[dict[int, Enrolment], dict[int, tuple[str, ...]]]:
    """Enrolments and reasons, both by line number. The first line with a Member ID counts."""
    read = {line.number: _read(line, plan) for line in batch}
    refused = {number: reasons for number, (_, reasons) in read.items() if reasons}
    enrolments = {number: _enrolment(person, plan) for number, (person, _) in read.items() if person}
    fresh = enrolling.mark_seen(guard, LOADER, [item.digest for item in enrolments.values()])
    for number, item in list(enrolments.items()):
        if item.digest in fresh:
            fresh.discard(item.digest)
        else:
            refused[number] = ("duplicate_member_id",)
            del enrolments[number]
    return enrolments, refused


def _read(line: Line, plan: Plan) -> tuple[Person | None, tuple[str, ...]]:
    if line.problem:
        return None, (line.problem,)
    return read_person(line.cells, today=plan.today, strip_digits=plan.strip_digits)


def _enrolment(person: Person, plan: Plan) -> Enrolment:
    span = first_span(plan.covered_from, person.date_of_birth, person.date_of_death)
    return Enrolment(digest_of(plan.index_key, person), person, (span,) if span else (), SOURCE)
