"""Loading a roster: in batches, each row's doctor together with her group, practice and listing.

Killed at any moment, what is committed stays, and running the same command again completes it. One load
runs at a time. A row is refused alone, with its reasons.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from provider_directory.operations.keeping import LOADER, keep, numbered
from provider_directory.repository import receiving, saving
from provider_directory.rules.roster_rows import RosterRow, read_row
from provider_directory.rules.tax_ids import TaxIds
from servicekit.loading import Line, LoadReport, Result, Shown, Tally, load_batches
from servicekit.store import Database, Tx

SOURCE = "roster"
BATCH = 500


def load_roster(
    database: Database,
    lines: Iterable[Line],
    index_key: bytes,
    today: date,
    report: LoadReport,
    show: Shown,
    batch: int = BATCH,
) -> Tally:
    """Load every line; `show(offset, tally)` is called after each batch. Returns the count of outcomes."""
    keys = TaxIds(database.sealer, index_key)
    with database.transaction() as guard:
        saving.wait_for_other_loads(guard.session, LOADER)
        return load_batches(lines, batch, lambda some: _load_batch(database, some, keys, today), report, show)


def _load_batch(database: Database, batch: list[Line], keys: TaxIds, today: date) -> Iterator[Result]:
    """What became of each line of the batch, in the file's order."""
    read = {line.number: _read(line, keys, today) for line in batch}
    refused = {number: reasons for number, (_, reasons) in read.items() if reasons}
    rows = {number: row for number, (row, _) in read.items() if row}
    with database.transaction() as tx:
        for number in _with_taken_npi(tx, rows):
            refused[number] = ("group_npi_taken",)
            del rows[number]
        outcomes = _keep(tx, keys, list(rows.values()))
    for line in batch:
        reasons = refused.get(line.number, ())
        yield line.number, "rejected" if reasons else outcomes[rows[line.number].doctor.id], reasons


def _read(line: Line, keys: TaxIds, today: date) -> tuple[RosterRow | None, tuple[str, ...]]:
    if line.problem:
        return None, (line.problem,)
    return read_row(line.cells, digest=keys.digest, today=today)


def _with_taken_npi(tx: Tx, rows: dict[int, RosterRow]) -> list[int]:
    """Lines whose group's NPI is another group's, there or on an earlier line of the batch."""
    wanted = {row.group.source_ref: row.group.npi for row in rows.values() if row.group.npi}
    taken = receiving.taken_npis(tx.session, LOADER, SOURCE, wanted)
    owners: dict[str, str] = {}
    found = []
    for number, row in rows.items():
        npi, ref = row.group.npi, row.group.source_ref
        if npi and (npi in taken or owners.setdefault(npi, ref) != ref):
            found.append(number)
    return found


def _keep(tx: Tx, keys: TaxIds, rows: list[RosterRow]) -> dict[UUID, str]:
    """Save the rows; where two say something of one doctor, group or practice, the later one counts."""
    return keep(
        tx,
        SOURCE,
        keys,
        doctors=list({row.doctor.npi: row.doctor for row in rows}.values()),
        groups=list({row.group.source_ref: row.group for row in rows}.values()),
        places=list({row.place.source_ref: row.place for row in rows}.values()),
        offers=numbered(tx.session, SOURCE, [row.offer for row in rows]),
        belongings=[row.belonging for row in rows],
    )
