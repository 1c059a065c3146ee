"""Loading Provider IDs: in batches, each row's Provider ID with its representative and remittance address.

Killed at any moment, what is committed stays, and running the same command again completes it. One load
runs at a time. A row is refused alone, with its reasons. A Provider ID never passes to somebody else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Row

from contracts.provider_directory.association import PRACTITIONER
from provider_directory.operations.access_housekeeping import end_what_is_over
from provider_directory.operations.keeping import LOADER
from provider_directory.operations.office_scope import tell_scopes
from provider_directory.operations.roster import BATCH
from provider_directory.operations.tax_ids import tax_ids
from provider_directory.repository import office_saving, saving
from provider_directory.rules.doctors import record_id
from provider_directory.rules.names import same_name
from provider_directory.rules.office_rows import read_row
from provider_directory.rules.offices import Office, Owner
from provider_directory.rules.tax_ids import TaxIds
from servicekit.loading import Line, LoadReport, Result, Shown, Tally, load_batches
from servicekit.work import Tx, Work

SOURCE = "offices"


def load_offices(
    work: Work, lines: Iterable[Line], today: date, report: LoadReport, show: Shown, batch: int = BATCH
) -> Tally:
    """Load every line; `show(offset, tally)` is called after each batch. Returns the count of outcomes.

    Links to Provider IDs that have ended are ended at once.
    """
    seen: set[str] = set()
    with work.transaction() as guard:
        saving.wait_for_other_loads(guard.session, LOADER)
        tally = load_batches(lines, batch, lambda some: _load_batch(work, some, today, seen), report, show)
    end_what_is_over(work)
    return tally


def save(tx: Tx, source: str, offices: Mapping[UUID, tuple[Office, Owner]], keys: TaxIds) -> dict[UUID, str]:
    """Save Provider IDs with whom they belong to; the outcome (added, changed, unchanged) of each."""
    found = offices.values()
    people = [office.representative for office, _ in found if office.representative]
    office_saving.save_representatives(tx.session, LOADER, people)
    saved = office_saving.save_offices(tx.session, LOADER, offices, keys)
    moved = office_saving.save_remittances(tx.session, LOADER, source, found)
    tell_scopes(tx, LOADER, sorted(saved))
    return {key: _outcome(source, office, saved, moved) for key, (office, _) in offices.items()}


def _load_batch(work: Work, batch: list[Line], today: date, seen: set[str]) -> Iterator[Result]:
    """What became of each line of the batch, in the file's order."""
    read = {line.number: _read(line, today, seen) for line in batch}
    rows = {number: office for number, (office, _) in read.items() if office}
    refused = {number: reasons for number, (_, reasons) in read.items() if reasons}
    keys = tax_ids(work)
    with work.transaction() as tx:
        owned = _owners(tx, rows, keys)
        refused |= {number: (why,) for number, why in owned.items() if isinstance(why, str)}
        good = {rows[n].id: (rows[n], owner) for n, owner in owned.items() if isinstance(owner, Owner)}
        outcomes = save(tx, SOURCE, good, keys)
    for line in batch:
        reasons = refused.get(line.number, ())
        yield line.number, "rejected" if reasons else outcomes[rows[line.number].id], reasons


def _read(line: Line, today: date, seen: set[str]) -> tuple[Office | None, tuple[str, ...]]:
    if line.problem:
        return None, (line.problem,)
    office, reasons = read_row(line.cells, today=today)
    if office and office.number in seen:
        return None, ("twice",)
    seen |= {office.number} if office else set()
    return office, reasons


def _owners(tx: Tx, rows: Mapping[int, Office], keys: TaxIds) -> dict[int, Owner | str]:
    """Whose each line's Provider ID is, or the reason why it is nobody's."""
    session, offices = tx.session, rows.values()
    npis, under = {one.npi for one in offices if one.npi}, {keys.digest(one.tax_id) for one in offices}
    doctors = office_saving.practitioners_by_npi(session, LOADER, npis)
    groups = office_saving.groups_under(session, LOADER, under)
    had = office_saving.owners(session, LOADER, {one.number for one in offices})
    found = {}
    for number, office in rows.items():
        owner = _owner(office, keys.digest(office.tax_id), doctors, groups)
        taken = isinstance(owner, Owner) and had.get(office.number, owner) != owner
        found[number] = "other_owner" if taken else owner
    return found


def _owner(office: Office, digest: bytes, doctors: Mapping[str, UUID], groups: Sequence[Row]) -> Owner | str:
    if office.kind == PRACTITIONER:
        doctor = doctors.get(office.npi or "")
        return Owner(practitioner_id=doctor) if doctor else "unknown_practitioner"
    same = [
        group.id
        for group in groups
        if group.tax_id_digest == digest
        and (group.npi == office.npi if office.npi else same_name(group.name, office.name))
    ]
    return Owner(group_id=same[0]) if same else "unknown_group"


def _outcome(source: str, office: Office, saved: Mapping[UUID, bool], moved: Mapping[UUID, bool]) -> str:
    if saved.get(office.id):
        return "added"
    place = office.remittance and record_id(source, office.remittance.source_ref)
    return "changed" if office.id in saved or place in moved else "unchanged"
