"""Loading 837P files, in batches that are committed one by one.

A claim is received once, by what it says, so nothing has to be remembered of how far a load came: killed at
any moment, what is committed stays, and the same command again passes over it. One load runs at a time. A
claim is refused alone, and a transaction whose envelope is wrong alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from claims.adapters.claim_report import ClaimReport
from claims.operations.receiving import LOADER, REJECTED, Arrived, Received, receive
from claims.repository import receiving
from claims.rules.claims import Claim
from claims.rules.x12.loops import PROFESSIONAL_CLAIMS, ClaimLoop, claim_loops
from claims.rules.x12.professional import read_claim
from servicekit.loading import Shown, Tally
from servicekit.store import Database
from servicekit.x12 import Fault, TransactionSet, X12File, surveyed, transactions

BATCH = 500

FindMembers = Callable[[Collection[str]], Mapping[str, UUID]]
"""The keys of the members with these Member IDs (normalised), those that there are."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to load: the day on which the files came, and the key of claims' fingerprints."""

    received_on: date
    index_key: bytes
    accept_test: bool = False
    batch: int = BATCH


@dataclass
class _Load:
    """One load under way: the name of its present file, and how many bytes those before had."""

    database: Database
    guard: Session
    plan: Plan
    find: FindMembers
    report: ClaimReport
    tally: Tally
    show: Shown
    file: str = ""
    before: int = 0


def load_claims(
    database: Database,
    files: Iterable[X12File],
    plan: Plan,
    find: FindMembers,
    report: ClaimReport,
    show: Shown = lambda offset, tally: None,
) -> tuple[Tally, list[TransactionSet]]:
    """Load the files in their order; `show(offset, tally)` is called after each batch.

    Each file is read twice: the envelopes of all of them first. Returns the count of outcomes and the
    transactions that were refused. Raises UnusableFile, and Unavailable when `find` does.
    """
    read = [(file, surveyed(file, PROFESSIONAL_CLAIMS, take_test=plan.accept_test)) for file in files]
    with database.transaction() as guard:
        receiving.wait_for_other_loads(guard.session, LOADER)
        load = _Load(database, guard.session, plan, find, report, Tally(), show)
        for file, sets in read:
            load.file = file.path.name
            _load_file(load, file, sets)
            load.before += file.size
    return load.tally, [found for _, sets in read for found in sets if found.problem]


def _load_file(load: _Load, file: X12File, sets: Sequence[TransactionSet]) -> None:
    for found, segments in zip(sets, transactions(file.segments()), strict=True):
        if found.problem:
            load.report.refused(load.file, found)
        else:
            _load_transaction(load, found, claim_loops(segments))
        for _ in segments:
            pass
        receiving.still_here(load.guard, LOADER)


def _load_transaction(load: _Load, found: TransactionSet, loops: Iterator[ClaimLoop]) -> None:
    while batch := list(islice(loops, load.plan.batch)):
        read = [read_claim(loop, found.component, load.plan.received_on) for loop in batch]
        outcomes = _receive(load, found.sender, read)
        for loop, outcome in zip(batch, outcomes, strict=True):
            _note(load, found, loop, outcome)
        receiving.still_here(load.guard, LOADER)
        load.show(load.before + batch[-1].offset, load.tally)


def _note(load: _Load, found: TransactionSet, loop: ClaimLoop, outcome: Received | list[Fault]) -> None:
    """Count and report what became of a claim."""
    at = loop.claim.number
    if isinstance(outcome, Received) and outcome.outcome != REJECTED:
        load.tally.count(at, outcome.outcome)
        load.report.received(load.file, found, loop.number, at, outcome.outcome, outcome.control_number)
        return
    faults = [Fault(outcome.reason, "2300", at)] if isinstance(outcome, Received) else outcome
    load.tally.count(at, REJECTED, [fault.reason for fault in faults])
    for fault in faults:
        load.report.rejected(load.file, found, loop.number, fault)


def _receive(load: _Load, sender: str, read: Sequence[Claim | list[Fault]]) -> list[Received | list[Fault]]:
    """What became of each, or why it can't be read. Members are asked for outside of any transaction."""
    right = [claim for claim in read if isinstance(claim, Claim)]
    keys = load.find({claim.member_id for claim in right}) if right else {}
    arrived = [Arrived(sender, claim, keys.get(claim.member_id)) for claim in right]
    with load.database.transaction() as tx:
        plan = load.plan
        received = iter(receive(tx.session, load.database.sealer, plan.index_key, plan.received_on, arrived))
    return [next(received) if isinstance(claim, Claim) else claim for claim in read]
