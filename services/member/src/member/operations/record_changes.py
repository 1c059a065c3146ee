"""Members' records, written many at a time: only what became different."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from member.operations.contact import ADDED, CHANGED, PURPOSE
from member.operations.enrolling import FACTS, LOADER, MEMBER_ID_PURPOSE
from member.operations.records import Held
from member.repository import maintaining
from member.rules import contact
from member.rules.coverage import Span
from member.rules.member_record import SOURCE, Entry, Record
from member.rules.span_rows import moves, shared
from servicekit import clock
from servicekit.seal import Sealer
from servicekit.work import Tx

Changed = Sequence[tuple[Record | None, Record, bytes]]


def write(tx: Tx, sealer: Sealer, held: Held) -> None:
    """Write what became different."""
    changed = [
        (held.read.get(digest), record, digest)
        for digest, record in held.now.items()
        if record != held.read.get(digest)
    ]
    _write_members(tx, sealer, changed)
    _write_spans(tx, held, changed)
    _write_entries(tx, sealer, changed)
    _write_dependants(tx, changed)


def _write_members(tx: Tx, sealer: Sealer, changed: Changed) -> None:
    now = clock.now()
    fresh, known = [], []
    for before, after, digest in changed:
        row = {"key": after.key, "language": after.language, "county": after.county, "source": SOURCE}
        row |= {"changed_at": now} | {name: getattr(after.person, name) for name in FACTS}
        if before is None:
            sealed = sealer.seal(MEMBER_ID_PURPOSE, after.person.member_id.encode())
            fresh.append(row | {"member_id_digest": digest, "member_id_sealed": sealed, "created_at": now})
        elif _facts(before) != _facts(after):
            known.append(row)
    maintaining.add_members(tx.session, LOADER, fresh)
    maintaining.change_members(tx.session, LOADER, known)


def _facts(record: Record) -> tuple[Any, ...]:
    return record.person, record.language, record.county


def _write_spans(tx: Tx, held: Held, changed: Changed) -> None:
    now = clock.now()
    gone, shrunk, grown, fresh = [], [], [], []
    for before, after, _ in changed:
        for old, new in _span_moves(before, after):
            row = held.rows.get((after.key, old)) if old else None
            if new is None:
                gone.append(row)
            elif row is None:
                fresh.append({"member_key": after.key, "line": new.line, **_days(new), "created_at": now})
            else:
                both = shared(old, new)
                shrunk += [{"key": row, **_days(both)}] if both != old else []
                grown += [{"key": row, **_days(new)}] if both != new else []
    maintaining.write_spans(tx.session, LOADER, gone=gone, shrunk=shrunk, grown=grown, fresh=fresh)


def _span_moves(before: Record | None, after: Record) -> Iterable[tuple[Span | None, Span | None]]:
    known = before.spans if before else {}
    for line in {*known, *after.spans}:
        yield from moves(known.get(line, ()), after.spans.get(line, ()))


def _days(span: Span) -> dict[str, Any]:
    return {"starts_on": span.starts_on, "ends_on": span.ends_on}


def _write_entries(tx: Tx, sealer: Sealer, changed: Changed) -> None:
    fresh, known, notes = [], [], []
    for before, after, _ in changed:
        for entry in after.entries:
            if before and entry in before.entries:
                continue
            row = _entry_row(sealer, entry)
            notes.append(_note(row, entry))
            if entry.id:
                known.append(row)
            else:
                fresh.append(row | _of_new_entry(after.key, entry))
    maintaining.add_entries(tx.session, LOADER, fresh)
    maintaining.change_entries(tx.session, LOADER, known)
    maintaining.note_entries(tx.session, LOADER, notes)


def _entry_row(sealer: Sealer, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id or uuid.uuid4(),
        "sealed": sealer.seal(PURPOSE, contact.to_bytes(entry.said)),
        "county": entry.said.get("county"),
        "zip_code": entry.said.get("zip_code"),
        "version": entry.version + 1,
        "undeliverable_at": None,
        "changed_at": clock.now(),
    }


def _of_new_entry(member_key: UUID, entry: Entry) -> dict[str, Any]:
    names = ("kind", "use", "preferred", "source")
    return {"member_key": member_key, "created_at": clock.now()} | {
        name: getattr(entry, name) for name in names
    }


def _note(row: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """The history of an entry in the form that a member's own changes have."""
    return {
        "contact_point_id": row["id"],
        "version": row["version"],
        "action": CHANGED if entry.id else ADDED,
        "changed_by": SOURCE,
        "source": SOURCE,
        "facts": {"use": entry.use, "preferred": entry.preferred, "sealed": row["sealed"], "from": None},
        "at": row["changed_at"],
    }


def _write_dependants(tx: Tx, changed: Changed) -> None:
    now = clock.now()
    rows = [
        {
            "member_key": after.key,
            "subscriber_key": after.subscriber_key,
            "relationship": after.relationship,
            "source": SOURCE,
            "changed_at": now,
        }
        for before, after, _ in changed
        if after.subscriber_key and (before is None or _depends(before) != _depends(after))
    ]
    maintaining.save_dependants(tx.session, LOADER, rows)
    were = [(before, after) for before, after, _ in changed if before and before.subscriber_key]
    left = [after.key for _, after in were if after.subscriber_key is None]
    maintaining.end_dependants(tx.session, LOADER, left)


def _depends(record: Record) -> tuple[UUID | None, str | None]:
    return record.subscriber_key, record.relationship
