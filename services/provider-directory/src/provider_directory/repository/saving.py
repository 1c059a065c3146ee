"""Writing many practitioners, groups and addresses at once: each function is one statement."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, literal_column, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import Address, Group, Practitioner
from provider_directory.rules.doctors import Belonging, Doctor, GroupOf, Place, practitioner_id, record_id
from provider_directory.rules.tax_ids import NO_TAX_ID, TaxIds
from servicekit import clock
from servicekit.loading import hold_load_lock
from servicekit.work import Viewer

LOAD_LOCK = 0x70726F7669646572
KEPT = frozenset({"id", "version", "created_at", "changed_at"})
"""Columns that don't say anything new by themselves."""
SEALED = "_sealed"
"""How columns end whose bytes are others each time: their digests say whether they are new."""


def wait_for_other_loads(session: Session, viewer: Viewer) -> None:
    """Hold the load lock until the transaction ends. Raises OperationalError (55P03) after 5 s of waiting."""
    hold_load_lock(session, LOAD_LOCK)


def save_practitioners(
    session: Session, viewer: Viewer, source: str, doctors: Iterable[Doctor]
) -> dict[UUID, bool]:
    """Add or change them by NPI. Returns who was added (True) or changed (False); the others are as known."""
    rows = [
        {
            "id": doctor.id,
            "npi": doctor.npi,
            "first_name": doctor.first_name,
            "middle_name": doctor.middle_name,
            "last_name": doctor.last_name,
            "credential": doctor.credential,
            "gender": doctor.gender,
            "languages": list(doctor.languages),
            "source": source,
            "source_ref": doctor.source_ref,
        }
        for doctor in doctors
    ]
    return save_rows(session, viewer, Practitioner.__table__, rows)


def save_groups(
    session: Session, viewer: Viewer, source: str, groups: Iterable[GroupOf], keys: TaxIds | None = None
) -> dict[UUID, bool]:
    """Add or change groups by what the source calls them. A Tax ID can't be saved without the `keys`."""
    rows = [
        {
            "id": record_id(source, group.source_ref),
            "npi": group.npi,
            "name": group.name,
            "kind": group.kind,
            "source": source,
            "source_ref": group.source_ref,
        }
        | (keys.columns(group.tax_id) if group.tax_id else NO_TAX_ID)
        for group in groups
    ]
    return save_rows(session, viewer, Group.__table__, rows)


PLAIN = ("use", "name", "line1", "line2", "city", "state", "zip_code", "county", "phone", "extension")


def save_addresses(
    session: Session, viewer: Viewer, source: str, places: Iterable[Place]
) -> dict[UUID, bool]:
    """Add or change addresses by what the source calls them. Their owners must be there."""
    rows = [
        {name: getattr(place, name) for name in PLAIN}
        | {
            "id": record_id(source, place.source_ref),
            "group_id": record_id(source, place.group_ref) if place.group_ref else None,
            "practitioner_id": None if place.group_ref else practitioner_id(place.npi or ""),
            "source": source,
            "source_ref": place.source_ref,
        }
        for place in places
    ]
    return save_rows(session, viewer, Address.__table__, rows)


def save_rows(session: Session, viewer: Viewer, table: Table, rows: list[dict[str, Any]]) -> dict[UUID, bool]:
    """Add or change rows of a table by their ids. Returns which were added (True) or changed (False).

    A row that says nothing new is left alone, with what it has sealed.
    """
    if not rows:
        return {}
    now = clock.now()
    stamped = [row | {"created_at": now, "changed_at": now} for row in rows]
    fresh, old = insert(table), table.c
    facts = [name for name in rows[0] if name not in KEPT]
    plain = [name for name in facts if not name.endswith(SEALED)]
    differs = tuple_(*(old[n] for n in plain)).is_distinct_from(tuple_(*(fresh.excluded[n] for n in plain)))
    changes = {name: fresh.excluded[name] for name in (*facts, "changed_at")}
    statement = fresh.on_conflict_do_update(
        index_elements=["id"], set_=changes | {"version": old.version + 1}, where=differs
    ).returning(old.id, literal_column("(xmax = 0)").label("added"))
    return {row.id: row.added for row in session.connection().execute(statement, stamped)}


SET_SPECIALTIES = text("""
    WITH new AS (
        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:codes AS text[]), CAST(:mains AS boolean[]))
            AS new (practitioner_id, code, main)
    ), gone AS (
        DELETE FROM specialties AS old WHERE practitioner_id = ANY (CAST(:all AS uuid[])) AND NOT EXISTS (
            SELECT 1 FROM new
            WHERE (new.practitioner_id, new.code, new.main) = (old.practitioner_id, old.code, old.main))
        RETURNING practitioner_id, code, main
    )
    SELECT practitioner_id FROM gone
""")
ADD_SPECIALTIES = text("""
    INSERT INTO specialties (practitioner_id, code, main)
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:codes AS text[]), CAST(:mains AS boolean[]))
    ON CONFLICT (practitioner_id, code) DO NOTHING RETURNING practitioner_id
""")


def set_specialties(session: Session, viewer: Viewer, wanted: dict[UUID, Sequence[str]]) -> set[UUID]:
    """Exactly these codes for each practitioner, the first as the main one. Returns whose changed."""
    triples = [
        (key, code, number == 0)
        for key, codes in wanted.items()
        for number, code in enumerate(dict.fromkeys(codes))
    ]
    ids, codes, mains = map(list, zip(*triples, strict=True)) if triples else ([], [], [])
    given = {"ids": ids, "codes": codes, "mains": mains, "all": list(wanted)}
    gone = set(session.execute(SET_SPECIALTIES, given).scalars())
    return gone | set(session.execute(ADD_SPECIALTIES, given).scalars())


BELONG = text("""
    WITH new AS (
        SELECT DISTINCT * FROM unnest(
            CAST(:people AS uuid[]), CAST(:groups AS uuid[]), CAST(:starts AS date[]), CAST(:ends AS date[]))
            AS new (practitioner_id, group_id, starts_on, ends_on)
    ), left_ AS (
        UPDATE affiliations old SET ends_on = new.ends_on FROM new
        WHERE (old.practitioner_id, old.group_id) = (new.practitioner_id, new.group_id)
          AND new.ends_on >= old.starts_on AND old.ends_on IS DISTINCT FROM new.ends_on
          AND daterange(old.starts_on, old.ends_on, '[]') && daterange(new.starts_on, new.ends_on, '[]')
        RETURNING old.group_id
    ), joined AS (
        INSERT INTO affiliations (practitioner_id, group_id, starts_on, ends_on)
        SELECT new.* FROM new WHERE NOT EXISTS (
            SELECT 1 FROM affiliations old
            WHERE (old.practitioner_id, old.group_id) = (new.practitioner_id, new.group_id)
              AND daterange(old.starts_on, old.ends_on, '[]') && daterange(new.starts_on, new.ends_on, '[]'))
        ON CONFLICT DO NOTHING
        RETURNING group_id
    )
    SELECT group_id FROM left_ UNION SELECT group_id FROM joined
""")


def belong(session: Session, viewer: Viewer, source: str, belongings: Sequence[Belonging]) -> set[UUID]:
    """Who belongs to which group. Days that are known already stay as they are, but for a last day: whoever
    belongs there until further notice leaves after it. Returns the groups whom somebody joined or left."""
    found = session.execute(
        BELONG,
        {
            "people": [practitioner_id(item.npi) for item in belongings],
            "groups": [record_id(source, item.group_ref) for item in belongings],
            "starts": [item.starts_on for item in belongings],
            "ends": [item.ends_on for item in belongings],
        },
    )
    return set(found.scalars())


ADD_MISSING_SPECIALTIES = text("""
    WITH new AS (
        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:codes AS text[])) WITH ORDINALITY
            AS new (practitioner_id, code, place)
    )
    INSERT INTO specialties AS old (practitioner_id, code, main)
    SELECT practitioner_id, code, :may_be_main AND NOT EXISTS (
            SELECT 1 FROM specialties s WHERE s.practitioner_id = new.practitioner_id AND s.main
        ) AND place = min(place) OVER (PARTITION BY practitioner_id)
    FROM new
    ON CONFLICT (practitioner_id, code) DO UPDATE SET main = true WHERE excluded.main AND NOT old.main
    RETURNING practitioner_id
""")


def add_specialties(
    session: Session, viewer: Viewer, pairs: Iterable[tuple[UUID, str]], *, main: bool
) -> set[UUID]:
    """Add codes that practitioners have besides; with `main` the first of who has no main one becomes it.
    Returns whose changed."""
    distinct = list(dict.fromkeys(pairs))
    given = {
        "ids": [key for key, _ in distinct],
        "codes": [code for _, code in distinct],
        "may_be_main": main,
    }
    return set(session.execute(ADD_MISSING_SPECIALTIES, given).scalars()) if distinct else set()
