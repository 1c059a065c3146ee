"""Loading 834 files: each transaction set once, in batches, each committed with how far it came.

Killed at any moment, what is committed stays, and running the same command again goes on behind it. One load
runs at a time. A member is refused alone, and a transaction whose envelope is wrong alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from member.adapters.enrolment_report import EnrolmentReport
from member.operations.enrolling import LOADER
from member.operations.maintaining import Outcome, maintain
from member.repository import enrolling, enrolment_files
from member.rules.x12.companion_guide import CompanionGuide
from member.rules.x12.loops import ENROLMENT, MemberLoop, member_loops
from member.rules.x12.maintenance import read_maintenance
from servicekit.loading import Shown, Tally, UnusableFile
from servicekit.store import Database
from servicekit.x12 import Fault, TransactionSet, X12File, surveyed, transactions

BATCH = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """How to load: the day, the key of the Member ID index, and what was agreed on with the sender."""

    today: date
    index_key: bytes
    guide: CompanionGuide
    accept_test: bool = False
    batch: int = BATCH


@dataclass
class _Load:
    """One load under way: the name of its present file, and how many bytes those before had."""

    database: Database
    guard: Session
    plan: Plan
    report: EnrolmentReport
    tally: Tally
    show: Shown
    file: str = ""
    before: int = 0


def load_834(
    database: Database, files: Iterable[X12File], plan: Plan, report: EnrolmentReport, show: Shown
) -> tuple[Tally, list[TransactionSet]]:
    """Load the files in their order; `show(offset, tally)` is called after each batch.

    Each file is read twice: the envelopes of all of them first. Returns the count of outcomes and the
    transactions that were refused. Raises UnusableFile.
    """
    read = [(file, surveyed(file, ENROLMENT, take_test=plan.accept_test)) for file in files]
    with database.transaction() as guard:
        enrolling.wait_for_other_loads(guard.session, LOADER)
        load = _Load(database, guard.session, plan, report, Tally(), show)
        for file, sets in read:
            load.file = file.path.name
            _load_file(load, file, sets)
            load.before += file.size
    return load.tally, [found for _, sets in read for found in sets if found.problem]


def _load_file(load: _Load, file: X12File, sets: Sequence[TransactionSet]) -> None:
    for found, segments in zip(sets, transactions(file.segments()), strict=True):
        begun = _begin(load, found)
        if begun is None:
            load.report.refused(load.file, found)
        else:
            _load_transaction(load, found, begun, member_loops(segments))
        for _ in segments:
            pass
        enrolment_files.still_here(load.guard, LOADER)


def _begin(load: _Load, found: TransactionSet) -> Row | None:
    """The transaction as it stands; None when its envelope is wrong or its control numbers were used."""
    if found.problem:
        return None
    with load.database.transaction() as tx:
        begun = enrolment_files.begin(
            tx.session,
            LOADER,
            sender=found.sender,
            interchange_number=found.interchange,
            group_number=found.group,
            transaction_number=found.number,
            fingerprint=found.fingerprint,
            members=found.entries,
        )
    if bytes(begun.fingerprint) == found.fingerprint:
        return begun
    found.refuse("control_numbers_used", found.at)
    return None


def _load_transaction(load: _Load, found: TransactionSet, begun: Row, loops: Iterator[MemberLoop]) -> None:
    """Every member, those that an earlier load came to as it left them."""
    while batch := list(islice(loops, load.plan.batch)):
        known = [loop for loop in batch if loop.number <= begun.members_done]
        fresh = batch[len(known) :]
        outcomes = [*_recall(load, begun, known), *_load_batch(load, begun, fresh)]
        for loop, (outcome, faults) in zip(batch, outcomes, strict=True):
            load.tally.count(loop.at, outcome, [fault.reason for fault in faults])
            load.report.member(load.file, found, loop.number, loop.at, outcome, faults)
        enrolment_files.still_here(load.guard, LOADER)
        load.show(load.before + batch[-1].offset, load.tally)
    with load.database.transaction() as tx:
        enrolment_files.complete(tx.session, LOADER, begun.id)


def _load_batch(load: _Load, begun: Row, batch: Sequence[MemberLoop]) -> list[Outcome]:
    if not batch:
        return []
    plan = load.plan
    asked = [read_maintenance(loop, plan.guide) for loop in batch]
    with load.database.transaction() as tx:
        last = batch[-1].number
        if not enrolment_files.advance(tx.session, LOADER, begun.id, batch[0].number - 1, last):
            raise UnusableFile(f"{load.file} is being loaded by another process; try again later")
        outcomes = maintain(tx, load.database.sealer, asked, plan.index_key, plan.today)
        enrolment_files.refuse(tx.session, LOADER, list(_refusals(begun, batch, outcomes)))
    return outcomes


def _refusals(
    begun: Row, batch: Sequence[MemberLoop], outcomes: Sequence[Outcome]
) -> Iterator[dict[str, Any]]:
    for loop, (outcome, faults) in zip(batch, outcomes, strict=True):
        for fault in faults:
            yield {
                "transaction_id": begun.id,
                "member_number": loop.number,
                "whole": outcome == "rejected",
                "segment": fault.at,
                "loop": fault.loop,
                "reason": fault.reason,
            }


def _recall(load: _Load, begun: Row, known: Sequence[MemberLoop]) -> list[Outcome]:
    """What became of members that an earlier load came to: they are as it left them."""
    if not known:
        return []
    first, last = known[0].number, known[-1].number
    with load.database.reading() as session:
        rows = enrolment_files.refusals(session, LOADER, begun.id, first, last)
    found: dict[int, Outcome] = {loop.number: ("unchanged", []) for loop in known}
    for row in rows:
        faults = [*found[row.member_number][1], Fault(row.reason, row.loop, row.segment)]
        found[row.member_number] = ("rejected" if row.whole else "unchanged", faults)
    return list(found.values())
