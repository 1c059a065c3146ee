"""Provider IDs: matching them, and whom and what they reach."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary, Row, Uuid, select, text
from sqlalchemy.orm import Session

from provider_directory.models import BillingProvider, Representative
from provider_directory.rules.matching import OnFile, Typed
from servicekit.work import Viewer

ON_LETTER = """
    (a.group_id = b.group_id OR a.practitioner_id = b.practitioner_id OR a.group_id IN (
        SELECT g.id FROM groups g JOIN affiliations f ON f.group_id = g.id
        WHERE g.tax_id_digest = b.tax_id_digest AND f.practitioner_id = b.practitioner_id
          AND f.starts_on <= :today AND (f.ends_on IS NULL OR f.ends_on >= :today)))
"""
"""The addresses `a` of a Provider ID `b`: the group's; a practitioner's own, and those where she works under
its Tax ID."""

IN_FORCE = "(b.ended_on IS NULL OR b.ended_on > :today)"

# Whatever was typed, there is one row, and the names under the Tax ID are looked for.
FIND_ON_FILE = text(f"""
    SELECT b.id, b.kind, b.number, b.tax_id_digest, b.name, p.first_name, p.last_name,
        ARRAY(SELECT DISTINCT a.zip_code FROM addresses a WHERE {ON_LETTER}) AS zip_codes,
        ARRAY(SELECT name FROM groups WHERE tax_id_digest = typed.tax_id_digest) AS groups,
        ARRAY(SELECT ARRAY[m.first_name, m.last_name]
              FROM groups g JOIN affiliations f ON f.group_id = g.id
              JOIN practitioners m ON m.id = f.practitioner_id
              WHERE g.tax_id_digest = typed.tax_id_digest AND f.starts_on <= :today
                AND (f.ends_on IS NULL OR f.ends_on >= :today)
                AND folded_name(m.last_name) = folded_name(typed.last_name)) AS members
    FROM (VALUES (CAST(:number AS text), CAST(:tax_id_digest AS bytea), CAST(:last_name AS text)))
        AS typed (number, tax_id_digest, last_name)
    LEFT JOIN billing_providers b ON b.number = typed.number AND {IN_FORCE}
    LEFT JOIN practitioners p ON p.id = b.practitioner_id
""").columns(id=Uuid, tax_id_digest=LargeBinary)  # noqa: S608 - our own pieces


def find_on_file(session: Session, viewer: Viewer, typed: Typed, today: date) -> OnFile | None:
    """What the plan knows under the typed Provider ID; None when it is not there or has ended."""
    known = ("number", "tax_id_digest", "last_name")
    given = {name: getattr(typed, name) for name in known} | {"today": today}
    row = session.execute(FIND_ON_FILE, given).one()
    if row.id is None:
        return None
    return OnFile(
        id=row.id,
        kind=row.kind,
        number=row.number,
        tax_id_digest=row.tax_id_digest,
        name=row.name,
        first_name=row.first_name or "",
        last_name=row.last_name or "",
        zip_codes=frozenset(row.zip_codes),
        members=tuple((first, last) for first, last in row.members),
        groups=tuple(row.groups),
    )


def hold_office(session: Session, viewer: Viewer, billing_provider_id: UUID, today: date) -> Row | None:
    """The Provider ID, locked until the transaction ends: nobody else changes who is its administrator. None
    when it is not there or has ended."""
    office = select(BillingProvider.__table__).where(
        BillingProvider.id == billing_provider_id,
        BillingProvider.ended_on.is_(None) | (BillingProvider.ended_on > today),
    )
    # Not its key: what only points to the office goes on, such as a case that time opens.
    return session.execute(office.with_for_update(key_share=True)).one_or_none()


ACTING = f"""
    SELECT l.id AS link_id, l.role, l.all_features, b.id, b.kind, b.tax_id_digest, b.practitioner_id,
        b.group_id
    FROM links l JOIN billing_providers b ON b.id = l.billing_provider_id
    WHERE l.context_id = :context_id AND l.account_id = :account_id AND l.state = 'active'
        AND l.agreed_at IS NOT NULL AND {IN_FORCE}
"""

MAY = """
    (b.role = 'administrator' OR b.all_features OR EXISTS (
        SELECT 1 FROM grants may WHERE may.link_id = b.link_id
          AND (CAST(:feature AS text) IS NULL OR may.feature = :feature)
          AND (may.{scope} IS NULL OR may.{scope} = {id})))
"""

PRACTITIONERS_IN_SCOPE = text(f"""
    WITH b AS ({ACTING})
    SELECT p.id, p.first_name, p.last_name, p.credential FROM b JOIN practitioners p ON p.id IN (
        SELECT b.practitioner_id
        UNION SELECT f.practitioner_id FROM groups g JOIN affiliations f ON f.group_id = g.id
        WHERE b.kind = 'group' AND g.tax_id_digest = b.tax_id_digest AND f.starts_on <= :today
          AND (f.ends_on IS NULL OR f.ends_on >= :today))
    WHERE {MAY.format(scope="provider_scope", id="p.id")}
    ORDER BY p.last_name, p.first_name, p.id
""").columns(id=Uuid)  # noqa: S608 - our own pieces


def practitioners_in_scope(
    session: Session, viewer: Viewer, today: date, feature: str | None = None
) -> Sequence[Row]:
    """Whom the viewer's context reaches today (R018, R019): id, first_name, last_name, credential, by name.

    A group reaches everybody who belongs to a group under its Tax ID on this day. With `feature` a user
    reaches those for whom she has it, without it those for whom she has anything. Without a context, nobody.
    """
    return session.execute(PRACTITIONERS_IN_SCOPE, _scope(viewer, today, feature)).all()


SITES_IN_SCOPE = text(f"""
    WITH b AS ({ACTING})
    SELECT a.id, a.name, a.line1, a.city, a.zip_code FROM b JOIN addresses a
        ON a.use = 'practice' AND ({ON_LETTER} OR a.group_id IN (
            SELECT g.id FROM groups g WHERE b.kind = 'group' AND g.tax_id_digest = b.tax_id_digest))
    WHERE {MAY.format(scope="site_scope", id="a.id")}
    ORDER BY a.name, a.id
""").columns(id=Uuid)  # noqa: S608 - our own pieces


def sites_in_scope(
    session: Session, viewer: Viewer, today: date, feature: str | None = None
) -> Sequence[Row]:
    """The practices that the viewer's context reaches today: id, name, line1, city, zip_code, by name."""
    return session.execute(SITES_IN_SCOPE, _scope(viewer, today, feature)).all()


def _scope(viewer: Viewer, today: date, feature: str | None) -> dict:
    asks = {"context_id": viewer.context_id, "account_id": viewer.account_id}
    return asks | {"today": today, "feature": feature}


LETTER = text(f"""
    SELECT b.id, b.number, b.kind, b.tax_id_sealed, b.name, b.registered_on, b.ended_on,
        p.first_name, p.last_name, p.npi,
        r.name AS representative_name, r.phone AS representative_phone, r.email AS representative_email,
        (SELECT COALESCE(jsonb_agg(jsonb_build_object(
                'use', a.use, 'name', a.name, 'line1', a.line1, 'line2', a.line2, 'city', a.city,
                'state', a.state, 'zip_code', a.zip_code
            ) ORDER BY array_position(ARRAY['remittance', 'mailing', 'practice'], a.use), a.name, a.id), '[]')
         FROM addresses a WHERE {ON_LETTER}) AS addresses
    FROM billing_providers b
    LEFT JOIN practitioners p ON p.id = b.practitioner_id
    LEFT JOIN representatives r ON r.id = b.representative_id
    WHERE b.id = :billing_provider_id
""").columns(id=Uuid)  # noqa: S608 - our own pieces


def welcome_letter(session: Session, viewer: Viewer, billing_provider_id: UUID, today: date) -> Row | None:
    """What the Welcome Letter of a Provider ID says (R026, R029): number, kind, names, addresses (remittance
    first), the Provider Representative."""
    return session.execute(LETTER, {"billing_provider_id": billing_provider_id, "today": today}).one_or_none()


def representative(session: Session, viewer: Viewer, representative_id: UUID | None) -> Row | None:
    """The Provider Representative (R029): name, phone, email."""
    return session.execute(
        select(Representative.__table__).where(Representative.id == representative_id)
    ).one_or_none()
