"""Writing many Provider IDs at once, and telling who is under each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Row, Uuid, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import Address, BillingProvider, Group, Practitioner, Representative
from provider_directory.repository.saving import PLAIN, save_rows
from provider_directory.rules.doctors import record_id
from provider_directory.rules.offices import Office, Owner, RepresentativeOf
from provider_directory.rules.tax_ids import TaxIds
from servicekit.work import Viewer


def practitioners_by_npi(session: Session, viewer: Viewer, npis: Collection[str]) -> dict[str, UUID]:
    """The practitioners with these NPIs."""
    found = select(Practitioner.npi, Practitioner.id).where(Practitioner.npi.in_(npis))
    return {row.npi: row.id for row in session.execute(found)}


def groups_under(session: Session, viewer: Viewer, digests: Collection[bytes]) -> Sequence[Row]:
    """The groups under the Tax IDs with these digests: id, npi, tax_id_digest, name."""
    columns = (Group.id, Group.npi, Group.tax_id_digest, Group.name)
    return session.execute(select(*columns).where(Group.tax_id_digest.in_(digests)).order_by(Group.id)).all()


def owners(session: Session, viewer: Viewer, numbers: Collection[str]) -> dict[str, Owner]:
    """Whose the known ones of these Provider IDs are."""
    known = select(BillingProvider.number, BillingProvider.practitioner_id, BillingProvider.group_id).where(
        BillingProvider.number.in_(numbers)
    )
    return {row.number: Owner(row.practitioner_id, row.group_id) for row in session.execute(known)}


def save_representatives(session: Session, viewer: Viewer, people: Iterable[RepresentativeOf]) -> None:
    """Add or change them."""
    each = {one.id: one for one in people}.values()
    rows = [{"id": one.id, "name": one.name, "phone": one.phone, "email": one.email} for one in each]
    if rows:
        fresh = insert(Representative.__table__)
        changes = {name: fresh.excluded[name] for name in ("name", "phone", "email")}
        session.connection().execute(fresh.on_conflict_do_update(index_elements=["id"], set_=changes), rows)


def save_offices(
    session: Session, viewer: Viewer, offices: Mapping[UUID, tuple[Office, Owner]], keys: TaxIds
) -> dict[UUID, bool]:
    """Add or change Provider IDs. Returns which were added (True) or changed (False)."""
    rows = [
        {
            "id": key,
            "number": office.number,
            "kind": office.kind,
            "practitioner_id": owner.practitioner_id,
            "group_id": owner.group_id,
            "name": office.name,
            "registered_on": office.registered_on,
            "ended_on": office.ended_on,
            "representative_id": office.representative.id if office.representative else None,
        }
        | keys.columns(office.tax_id)
        for key, (office, owner) in offices.items()
    ]
    return save_rows(session, viewer, BillingProvider.__table__, rows)


def save_remittances(
    session: Session, viewer: Viewer, source: str, offices: Iterable[tuple[Office, Owner]]
) -> dict[UUID, bool]:
    """Add or change the addresses for payments."""
    rows = [
        {name: getattr(office.remittance, name) for name in PLAIN}
        | {
            "id": record_id(source, office.remittance.source_ref),
            "practitioner_id": owner.practitioner_id,
            "group_id": owner.group_id,
            "source": source,
            "source_ref": office.remittance.source_ref,
        }
        for office, owner in offices
        if office.remittance
    ]
    return save_rows(session, viewer, Address.__table__, rows)


def offices_of_groups(session: Session, viewer: Viewer, group_ids: Collection[UUID]) -> Sequence[UUID]:
    """The Provider IDs that reach who belongs to these groups: all under their Tax IDs."""
    theirs = select(Group.tax_id_digest).where(Group.id.in_(group_ids), Group.tax_id_digest.is_not(None))
    reached = select(BillingProvider.id).where(
        BillingProvider.kind == "group", BillingProvider.tax_id_digest.in_(theirs)
    )
    return session.execute(reached.order_by(BillingProvider.id)).scalars().all()


def count_change(session: Session, viewer: Viewer, billing_provider_id: UUID) -> int:
    """The next version of a Provider ID, whose people are others now."""
    changed = update(BillingProvider).where(BillingProvider.id == billing_provider_id)
    return session.execute(
        changed.values(version=BillingProvider.version + 1).returning(BillingProvider.version)
    ).scalar_one()


WHO = text("""
    SELECT b.practitioner_id, b.registered_on AS starts_on, b.ended_on - 1 AS ends_on
    FROM billing_providers b WHERE b.id = :id AND b.kind = 'practitioner'
    UNION ALL
    SELECT f.practitioner_id, f.starts_on, f.ends_on
    FROM billing_providers b JOIN groups g ON g.tax_id_digest = b.tax_id_digest
    JOIN affiliations f ON f.group_id = g.id
    WHERE b.id = :id AND b.kind = 'group'
    ORDER BY 1, 2
""").columns(practitioner_id=Uuid)


def people_under(session: Session, viewer: Viewer, billing_provider_id: UUID) -> Sequence[Row]:
    """Practitioners with the days on which they belong to a Provider ID: practitioner_id, starts_on, ends_on
    (included); those who left or will join, too."""
    return session.execute(WHO, {"id": billing_provider_id}).all()
