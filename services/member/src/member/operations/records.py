"""Members' records, read many at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Row

from member.operations.contact import PURPOSE
from member.operations.enrolling import FACTS, LOADER
from member.repository import maintaining
from member.rules.coverage import Span
from member.rules.coverage_maintenance import Spans
from member.rules.enrolment_rows import Person
from member.rules.member_record import SOURCE, Entry, Record
from servicekit.seal import Sealer
from servicekit.work import Tx


@dataclass
class Held:
    """The records that a batch speaks of, by digest: as they are `now`, and as they were `read`.

    `rows` are the keys of stored spans.
    """

    now: dict[bytes, Record] = field(default_factory=dict)
    read: dict[bytes, Record] = field(default_factory=dict)
    rows: dict[tuple[UUID, Span], UUID] = field(default_factory=dict)


def hold(tx: Tx, sealer: Sealer, member_ids: Mapping[bytes, str]) -> Held:
    """Read the records of these Member IDs, given by digest; nobody else changes them until the commit."""
    members = maintaining.hold(tx.session, LOADER, member_ids)
    keys = [row.key for row in members]
    spans = _by_member(maintaining.spans_of(tx.session, LOADER, keys))
    entries = _by_member(maintaining.entries_of(tx.session, LOADER, keys, SOURCE))
    dependants = _by_member(maintaining.dependants_of(tx.session, LOADER, keys))
    held = Held()
    for row in members:
        digest = bytes(row.member_id_digest)
        of = next(iter(dependants.get(row.key, [])), None)
        held.read[digest] = Record(
            key=row.key,
            person=Person(member_ids[digest], **{name: getattr(row, name) for name in FACTS}),
            language=row.language,
            county=row.county,
            spans=_spans(held, spans.get(row.key, [])),
            entries=tuple(_entry(sealer, entry) for entry in entries.get(row.key, [])),
            subscriber_key=of.subscriber_key if of else None,
            relationship=of.relationship if of else None,
        )
    held.now = dict(held.read)
    return held


def _by_member(rows: Sequence[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.member_key, []).append(row)
    return found


def _spans(held: Held, rows: Sequence[Row]) -> dict[str, Spans]:
    spans: dict[str, Spans] = {}
    for row in rows:
        span = Span(row.line, row.starts_on, row.ends_on)
        held.rows[row.member_key, span] = row.key
        spans[row.line] = (*spans.get(row.line, ()), span)
    return spans


def _entry(sealer: Sealer, row: Row) -> Entry:
    said = json.loads(sealer.unseal(PURPOSE, row.sealed))
    ended = row.ended_at is not None
    return Entry(row.kind, row.use, said, row.source, row.preferred, ended, row.id, row.version)
