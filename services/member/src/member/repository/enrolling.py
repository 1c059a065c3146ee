"""Writing many members at once: each function is one statement, however long the list is."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import literal_column, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from member.models import Member
from member.rules.coverage import Span
from servicekit import clock
from servicekit.loading import hold_load_lock
from servicekit.work import Viewer

FACTS = ("first_name", "middle_name", "last_name", "date_of_birth", "date_of_death", "sex")
"""What a load may change about a member; language and county come from elsewhere."""

LOAD_LOCK = 0x6D656D6265727331


def wait_for_other_loads(session: Session, viewer: Viewer) -> None:
    """Hold the load lock until the transaction ends. Raises OperationalError (55P03) after 5 s of waiting."""
    hold_load_lock(session, LOAD_LOCK)


def begin_seen(session: Session, viewer: Viewer) -> None:
    """A table, gone with the transaction, of the Member IDs that a load has met: memory stays bounded."""
    session.execute(text("CREATE TEMP TABLE seen (digest bytea PRIMARY KEY) ON COMMIT DROP"))


MARK_SEEN = text("""
    INSERT INTO seen SELECT unnest(CAST(:digests AS bytea[])) ON CONFLICT DO NOTHING RETURNING digest
""")


def mark_seen(session: Session, viewer: Viewer, digests: Sequence[bytes]) -> set[bytes]:
    """Remember these; returns the ones that were not met before."""
    fresh = session.execute(MARK_SEEN, {"digests": list(digests)})
    return {bytes(row.digest) for row in fresh}


def save_members(session: Session, viewer: Viewer, rows: list[dict[str, Any]]) -> dict[bytes, bool]:
    """Add or change members by `member_id_digest`; rows are column values, one per digest.

    Returns the digests that were added (True) or changed (False); the others said what was known.
    """
    if not rows:
        return {}
    # The table and not the class: the ORM would make a statement of its own for every run of rows that
    # have the same empty columns [3,350 statements instead of 22 for 11,001 people].
    fresh, old = insert(Member.__table__), Member.__table__.c
    new = fresh.excluded
    differs = tuple_(*(old[name] for name in FACTS)).is_distinct_from(tuple_(*(new[name] for name in FACTS)))
    changes = {name: new[name] for name in (*FACTS, "source", "changed_at")}
    statement = fresh.on_conflict_do_update(
        index_elements=["member_id_digest"], set_=changes | {"version": old.version + 1}, where=differs
    ).returning(old.member_id_digest, literal_column("(xmax = 0)").label("added"))
    return {bytes(row.member_id_digest): row.added for row in session.connection().execute(statement, rows)}


ADD_FIRST_SPANS = text("""
    INSERT INTO coverage_spans (member_key, line, starts_on, ends_on, created_at)
    SELECT members.key, fresh.line, fresh.starts_on, fresh.ends_on, :now
    FROM unnest(
        CAST(:digests AS bytea[]), CAST(:lines AS text[]), CAST(:starts AS date[]), CAST(:ends AS date[])
    ) AS fresh (digest, line, starts_on, ends_on)
    JOIN members ON members.member_id_digest = fresh.digest
    WHERE NOT EXISTS (
        SELECT 1 FROM coverage_spans AS known
        WHERE known.member_key = members.key AND known.line = fresh.line
    )
    RETURNING (SELECT member_id_digest FROM members WHERE members.key = member_key) AS digest
""")


def add_first_spans(session: Session, viewer: Viewer, spans: Iterable[tuple[bytes, Span]]) -> set[bytes]:
    """Cover members (by digest) in lines where they have no span yet; returns whose coverage was written.

    Who has any span of the line keeps it as it is: its dates come from enrolment, not from a list of people.
    """
    pairs = list(spans)
    written = session.execute(
        ADD_FIRST_SPANS,
        {
            "digests": [digest for digest, _ in pairs],
            "lines": [span.line for _, span in pairs],
            "starts": [span.starts_on for _, span in pairs],
            "ends": [span.ends_on for _, span in pairs],
            "now": clock.now(),
        },
    )
    return {bytes(row.digest) for row in written}


END_AT_DEATH = text("""
    WITH dead AS (
        SELECT key, member_id_digest, date_of_death FROM members
        WHERE member_id_digest = ANY (CAST(:digests AS bytea[])) AND date_of_death IS NOT NULL
    ), never_began AS (
        DELETE FROM coverage_spans USING dead
        WHERE member_key = dead.key AND starts_on > date_of_death RETURNING member_id_digest
    ), ended AS (
        UPDATE coverage_spans SET ends_on = date_of_death FROM dead
        WHERE member_key = dead.key AND starts_on <= date_of_death
          AND (ends_on IS NULL OR ends_on > date_of_death) RETURNING member_id_digest
    )
    SELECT member_id_digest FROM never_began UNION SELECT member_id_digest FROM ended
""")


def end_spans_at_death(session: Session, viewer: Viewer, digests: Sequence[bytes]) -> set[bytes]:
    """Coverage ends on the day of death; what would begin later is removed. Returns whose changed."""
    if not digests:
        return set()
    return {bytes(row[0]) for row in session.execute(END_AT_DEATH, {"digests": list(digests)})}
