"""Loading the accounts of an old portal, with their usernames and password hashes (R175, R176).

In batches: killed at any moment, what is committed stays, and the same command run again completes it. One
load runs at a time. A row is refused alone, with its reasons. Loading adds accounts and never changes one.
"""

import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from identity.adapters import members, passwords
from identity.operations import audit
from identity.operations.common import kept_of, keyer
from identity.repository import legacy
from identity.rules import names
from identity.rules.moved_rows import (
    MEMBER_HAS_ACCOUNT,
    NOT_MATCHED,
    REPEATED,
    USERNAME_TAKEN,
    MovedRow,
    read_row,
)
from identity.rules.states import AccountState
from servicekit import clock
from servicekit.loading import Line, LoadReport, Result, Shown, Tally, load_batches
from servicekit.work import Tx, Work

ACTION = "load_legacy"
BATCH = 100


@dataclass(frozen=True, slots=True)
class _New:
    """A row that nobody's account stands for yet: what will be written of it."""

    line: int
    values: Mapping[str, Any]


def load_moved_accounts(
    work: Work, lines: Iterable[Line], report: LoadReport, show: Shown, batch: int = BATCH
) -> Tally:
    """Load every line; `show(offset, tally)` is called after each batch. Returns the count of outcomes."""
    with work.transaction() as guard, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        legacy.wait_for_other_loads(guard.session, work.viewer)
        return load_batches(lines, batch, lambda some: _load_batch(work, pool, some), report, show)


def close_unused(work: Work, tx: Tx, now: datetime) -> int:
    """From the cut-off on: accounts that nobody used since they were moved here sleep (R176); how many."""
    cut_off = work.settings.legacy_cut_off
    if cut_off is None or clock.today(work.settings.plan_zone) < cut_off:
        return 0
    return len(legacy.make_dormant(tx.session, work.viewer, now))


def _load_batch(work: Work, pool: ThreadPoolExecutor, batch: list[Line]) -> Iterator[Result]:
    """What became of each line of the batch, in the file's order."""
    became: dict[int, tuple[str, tuple[str, ...]]] = {}
    rows: dict[int, MovedRow] = {}
    for line in batch:
        row, reasons = (None, (line.problem,)) if line.problem else read_row(line.cells)
        if row is None:
            became[line.number] = ("rejected", reasons)
        else:
            rows[line.number] = row
    became |= _compared(work, rows)
    fresh = {number: row for number, row in rows.items() if number not in became}
    new = list(pool.map(lambda item: _prepared(work, *item), fresh.items()))
    became |= {made.line: ("rejected", (NOT_MATCHED,)) for made in new if not made.values}
    became |= _written(work, [made for made in new if made.values])
    for line in batch:
        yield line.number, *became[line.number]


def _compared(work: Work, rows: Mapping[int, MovedRow]) -> dict[int, tuple[str, tuple[str, ...]]]:
    """The rows that are there already, and those whose username is somebody else's."""
    name_keys = {number: _name_key(work, row) for number, row in rows.items()}
    with work.reading() as session:
        theirs = legacy.known(session, work.viewer, name_keys.values())
    known = {row.name_key: row.source_key for row in theirs}
    became, first = {}, {}
    for number, name_key in name_keys.items():
        if name_key in known:
            same = known[name_key] == _source_key(work, rows[number])
            became[number] = ("unchanged", ()) if same else ("rejected", (USERNAME_TAKEN,))
        elif first.setdefault(name_key, number) != number:
            became[number] = ("rejected", (REPEATED,))
    return became


def _prepared(work: Work, line: int, row: MovedRow) -> _New:
    """The account of a row; without values for a member whom the member service does not know."""
    member_key = _member_key(work, row) if row.member_id else None
    if row.member_id and member_key is None:
        return _New(line, {})
    recipe, now, key = row.hash.recipe, clock.now(), keyer(work)
    return _New(
        line,
        kept_of(work, row.person)
        | {
            "id": uuid.uuid4(),
            "kind": row.kind,
            "roles": [row.kind],
            "state": AccountState.ACTIVE,
            "name_key": _name_key(work, row),
            "member_key": member_key,
            "member_id_key": key.key("member_id", names.member_id(row.member_id)) if row.member_id else None,
            "source_key": _source_key(work, row),
            "legacy_family": recipe.family,
            "legacy_work": recipe.work,
            "password_hash": passwords.hash_legacy(row.hash),
            "password_changed_at": now,
            "must_reset": True,
            "language": row.language,
            "created_at": now,
            "changed_at": now,
        },
    )


def _written(work: Work, new: list[_New]) -> dict[int, tuple[str, tuple[str, ...]]]:
    if not new:
        return {}
    owners: dict[bytes, UUID] = {made.values["name_key"]: made.values["id"] for made in new}
    with work.transaction() as tx:
        free = legacy.take_usernames(tx.session, work.viewer, owners, clock.now())
        mine = [made.values for made in new if made.values["name_key"] in free]
        added = legacy.add(tx.session, work.viewer, mine) if mine else set()
        legacy.give_back(tx.session, work.viewer, [row["id"] for row in mine if row["id"] not in added])
        audit.record(work, tx, ACTION, audit.DONE, added=len(added))
    return {made.line: _outcome(made, free, added) for made in new}


def _outcome(made: _New, free: set[bytes], added: set[UUID]) -> tuple[str, tuple[str, ...]]:
    if made.values["id"] in added:
        return "added", ()
    return "rejected", (MEMBER_HAS_ACCOUNT if made.values["name_key"] in free else USERNAME_TAKEN,)


def _member_key(work: Work, row: MovedRow) -> UUID | None:
    person = row.person
    return members.match(work, person.first_name, person.last_name, person.date_of_birth, row.member_id)


def _name_key(work: Work, row: MovedRow) -> bytes:
    return keyer(work).key("username", names.username(row.person.username))


def _source_key(work: Work, row: MovedRow) -> bytes:
    """By what a row is known again: all of it that is kept, and its hash."""
    return keyer(work).key("moved", *row.as_text)
