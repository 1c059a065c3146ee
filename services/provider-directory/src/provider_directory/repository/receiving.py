"""What was received as FHIR resources, and what they point to."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal_column, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import Address, Group, Listing, Resource
from provider_directory.rules.doctors import record_id
from servicekit import clock
from servicekit.work import Viewer

NPI_PATH = '$.identifier[*] ? (@.system == "http://hl7.org/fhir/sid/us-npi").value'


def begin_seen(session: Session, viewer: Viewer) -> None:
    """A table, gone with the transaction, of the keys that a load has met: memory stays bounded."""
    session.execute(text("CREATE TEMP TABLE seen (key text PRIMARY KEY) ON COMMIT DROP"))


MARK_SEEN = text("""
    INSERT INTO seen SELECT unnest(CAST(:keys AS text[])) ON CONFLICT DO NOTHING RETURNING key
""")


def mark_seen(session: Session, viewer: Viewer, keys: Collection[str]) -> set[str]:
    """Remember these; returns the ones that were not met before."""
    return set(session.execute(MARK_SEEN, {"keys": list(keys)}).scalars())


def keep_resources(
    session: Session, viewer: Viewer, kind: str, resources: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """Keep them as received; the outcome (added, changed, unchanged) by id."""
    rows = [
        {
            "kind": kind,
            "id": resource["id"],
            "digest": hashlib.sha256(json.dumps(resource, sort_keys=True).encode()).digest(),
            "content": resource,
            "version": 1,
            "received_at": clock.now(),
        }
        for resource in resources
    ]
    if not rows:
        return {}
    fresh, old = insert(Resource.__table__), Resource.__table__.c
    changes = {name: fresh.excluded[name] for name in ("digest", "content", "received_at")}
    saved = fresh.on_conflict_do_update(
        index_elements=["kind", "id"],
        set_=changes | {"version": old.version + 1},
        where=old.digest.is_distinct_from(fresh.excluded.digest),
    ).returning(old.id, literal_column("(xmax = 0)").label("added"))
    written = {row.id: row.added for row in session.connection().execute(saved, rows)}
    words = {True: "added", False: "changed", None: "unchanged"}
    return {row["id"]: words[written.get(row["id"])] for row in rows}


def npis_of(session: Session, viewer: Viewer, practitioner_refs: Collection[str]) -> dict[str, str]:
    """The NPIs of kept Practitioner resources by their ids."""
    number = func.jsonb_path_query_first(Resource.content, NPI_PATH).op("#>>")(text("'{}'"))
    kept = select(Resource.id, number).where(
        Resource.kind == "Practitioner", Resource.id.in_(practitioner_refs)
    )
    return {ref: npi for ref, npi in session.execute(kept) if npi}


def known_groups(session: Session, viewer: Viewer, source: str, refs: Collection[str]) -> set[str]:
    """Those of the groups (by what the source calls them) that are there."""
    return set(
        session.scalars(select(Group.source_ref).where(Group.source == source, Group.source_ref.in_(refs)))
    )


def known_places(session: Session, viewer: Viewer, source: str, refs: Collection[str]) -> set[str]:
    """Those of the addresses that are there."""
    there = select(Address.source_ref).where(Address.source == source, Address.source_ref.in_(refs))
    return set(session.scalars(there))


def taken_npis(session: Session, viewer: Viewer, source: str, wanted: Mapping[str, str]) -> set[str]:
    """Of group NPIs (by group ref) those that another group has."""
    held = session.execute(select(Group.npi, Group.id).where(Group.npi.in_(wanted.values())))
    owner = {row.npi: row.id for row in held}
    return {
        npi for ref, npi in wanted.items() if owner.get(npi, record_id(source, ref)) != record_id(source, ref)
    }


def practice_numbers(
    session: Session, viewer: Viewer, people: Collection[UUID]
) -> dict[tuple[UUID, str], dict[UUID, int]]:
    """The number of each practice (by address) under which these doctors are listed, by doctor and line."""
    columns = (Listing.practitioner_id, Listing.line, Listing.address_id, Listing.practice_no)
    found: dict[tuple[UUID, str], dict[UUID, int]] = {}
    for who, line, address, number in session.execute(
        select(*columns).where(Listing.practitioner_id.in_(people))
    ):
        found.setdefault((who, line), {})[address] = number
    return found
