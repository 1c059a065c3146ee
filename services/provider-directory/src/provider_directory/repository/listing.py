"""Which doctors the networks list, and the words they are found by."""

import json
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from provider_directory.models import Listing
from provider_directory.rules.doctors import Offer, practitioner_id, record_id
from servicekit.work import Viewer

SAVE_PANELS = text("""
    INSERT INTO panels AS old (practitioner_id, line, panel_size)
    SELECT DISTINCT ON (practitioner_id, line) practitioner_id, line, panel_size
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (
        practitioner_id uuid, line text, practice_no integer, panel_size integer)
    ORDER BY practitioner_id, line, practice_no
    ON CONFLICT (practitioner_id, line) DO UPDATE SET panel_size = excluded.panel_size
    WHERE old.panel_size IS DISTINCT FROM excluded.panel_size
    RETURNING practitioner_id
""")
SAVE_LISTINGS = text("""
    INSERT INTO listings AS old (
        practitioner_id, line, practice_no, address_id, pcp_eligible, accepting, age_from, age_to, sex,
        last_key, first_key, gender, county, city_key, zip_code)
    SELECT new.practitioner_id, new.line, new.practice_no, new.address_id, new.pcp_eligible, new.accepting,
        new.age_from, new.age_to, new.sex,
        folded_name(p.last_name), folded_name(p.first_name), p.gender,
        a.county, folded_name(a.city), a.zip_code
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (
        practitioner_id uuid, line text, practice_no smallint, address_id uuid, pcp_eligible boolean,
        accepting text, age_from smallint, age_to smallint, sex text)
    JOIN practitioners p ON p.id = new.practitioner_id
    JOIN addresses a ON a.id = new.address_id
    ON CONFLICT (practitioner_id, line, practice_no) DO UPDATE SET
        address_id = excluded.address_id, pcp_eligible = excluded.pcp_eligible,
        accepting = excluded.accepting, age_from = excluded.age_from, age_to = excluded.age_to,
        sex = excluded.sex, last_key = excluded.last_key, first_key = excluded.first_key,
        gender = excluded.gender, county = excluded.county, city_key = excluded.city_key,
        zip_code = excluded.zip_code
    WHERE (old.*) IS DISTINCT FROM (excluded.*)
    RETURNING practitioner_id
""")
COPY_AGAIN = text("""
    UPDATE listings AS l SET
        last_key = folded_name(p.last_name), first_key = folded_name(p.first_name), gender = p.gender,
        county = a.county, city_key = folded_name(a.city), zip_code = a.zip_code
    FROM practitioners p, addresses a
    WHERE p.id = l.practitioner_id AND a.id = l.address_id
      AND (p.id = ANY (CAST(:people AS uuid[])) OR a.id = ANY (CAST(:addresses AS uuid[])))
      AND (l.last_key, l.first_key, l.gender, l.county, l.city_key, l.zip_code) IS DISTINCT FROM
          (folded_name(p.last_name), folded_name(p.first_name), p.gender, a.county, folded_name(a.city),
           a.zip_code)
    RETURNING l.practitioner_id
""")
ADD_WORDS = text("""
    INSERT INTO search_words (kind, key, spoken)
    SELECT kind, folded_name(word), min(spoken_name(word)) FROM (
        SELECT 'last', last_name FROM practitioners WHERE id = ANY (CAST(:people AS uuid[]))
        UNION SELECT 'first', first_name FROM practitioners WHERE id = ANY (CAST(:people AS uuid[]))
        UNION SELECT 'city', city FROM addresses WHERE id IN (
            SELECT address_id FROM listings WHERE practitioner_id = ANY (CAST(:people AS uuid[])))
    ) AS words (kind, word)
    GROUP BY kind, folded_name(word)
    ON CONFLICT DO NOTHING
""")


def save_listings(session: Session, viewer: Viewer, source: str, offers: Iterable[Offer]) -> set[UUID]:
    """List doctors; they and the addresses (of the same source) must be there. Returns whose listing or
    panel changed."""
    rows = json.dumps([_row(source, offer) for offer in offers])
    changed = set(session.execute(SAVE_PANELS, {"rows": rows}).scalars())
    listed = set(session.execute(SAVE_LISTINGS, {"rows": rows}).scalars())
    session.execute(ADD_WORDS, {"people": list(listed)})
    return changed | listed


def copy_again(
    session: Session, viewer: Viewer, people: Collection[UUID], addresses: Collection[UUID]
) -> set[UUID]:
    """Bring listings up to date with changed practitioners and addresses. Returns whose listing changed."""
    given = {"people": list(people), "addresses": list(addresses)}
    listed = set(session.execute(COPY_AGAIN, given).scalars())
    session.execute(ADD_WORDS, {"people": list(listed)})
    return listed


def listed(session: Session, viewer: Viewer, people: Collection[UUID]) -> set[UUID]:
    """Which of these are listed anywhere."""
    there = select(Listing.practitioner_id).where(Listing.practitioner_id.in_(people))
    return set(session.scalars(there))


def listed_at(session: Session, viewer: Viewer, addresses: Collection[UUID]) -> set[UUID]:
    """Who is listed at any of these addresses."""
    return set(session.scalars(select(Listing.practitioner_id).where(Listing.address_id.in_(addresses))))


def _row(source: str, offer: Offer) -> dict:
    return {
        "practitioner_id": str(practitioner_id(offer.npi)),
        "line": offer.line,
        "practice_no": offer.practice_no,
        "address_id": str(record_id(source, offer.address_ref)),
        "pcp_eligible": offer.pcp_eligible,
        "accepting": offer.accepting,
        "age_from": offer.age_from,
        "age_to": offer.age_to,
        "sex": offer.sex,
        "panel_size": offer.panel_size,
    }
