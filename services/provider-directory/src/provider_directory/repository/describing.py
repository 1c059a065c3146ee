"""Doctors with all that is shown of them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Row, Uuid, text
from sqlalchemy.orm import Session

from servicekit import clock
from servicekit.work import Viewer

# One statement for everything on a page: this and finding the doctors are most of what a search costs.
LISTINGS = text("""
    SELECT l.practitioner_id AS provider_id, l.pcp_eligible, l.accepting, l.age_from, l.age_to, l.sex,
        l.city_key, p.first_name, p.last_name, p.credential, p.gender, p.languages,
        a.name, a.line1, a.line2, a.city, a.state, a.zip_code, a.county, a.phone, a.extension,
        (SELECT code FROM specialties s WHERE s.practitioner_id = p.id AND s.main) AS specialty_code,
        (SELECT panel_size IS NOT NULL AND panel_size <= places - (
                SELECT count(*) FROM panel_places h
                WHERE h.practitioner_id = l.practitioner_id AND h.line = l.line
                  AND h.state = 'held' AND h.held_until <= :now)
            FROM panels n WHERE n.practitioner_id = l.practitioner_id AND n.line = l.line) AS full
    FROM listings l
    JOIN practitioners p ON p.id = l.practitioner_id
    JOIN addresses a ON a.id = l.address_id
    WHERE l.practitioner_id = ANY (CAST(:provider_ids AS uuid[])) AND l.line = :line
    ORDER BY l.practitioner_id, l.practice_no
""").columns(provider_id=Uuid)


# Of several practices the main one, of the lines whichever has her.
PRACTITIONERS = text("""
    SELECT p.npi, p.id AS provider_id, p.first_name, p.last_name, p.credential, s.code AS specialty_code,
        a.id AS address_id, a.name, a.line1, a.line2, a.city, a.state, a.zip_code, a.county, a.phone,
        a.extension
    FROM practitioners p
    LEFT JOIN specialties s ON s.practitioner_id = p.id AND s.main
    LEFT JOIN LATERAL (
        SELECT address_id FROM listings WHERE practitioner_id = p.id ORDER BY practice_no, line LIMIT 1
    ) l ON true
    LEFT JOIN addresses a ON a.id = l.address_id
    WHERE p.npi = ANY (CAST(:npis AS text[]))
""").columns(provider_id=Uuid, address_id=Uuid)


def find_by_npi(session: Session, viewer: Viewer, npis: Collection[str]) -> Sequence[Row]:
    """The practitioners with these NPIs and what the public directory shows of them."""
    return session.execute(PRACTITIONERS, {"npis": list(npis)}).all()


def find_listings(
    session: Session, viewer: Viewer, provider_ids: Collection[UUID], line: str
) -> Sequence[Row]:
    """Every listing of these doctors in a line with what is shown of it, main practice first.

    `full`: no place is left in the panel; held places that ran out don't count.
    """
    given = {"provider_ids": list(provider_ids), "line": line, "now": clock.now()}
    return session.execute(LISTINGS, given).all()
