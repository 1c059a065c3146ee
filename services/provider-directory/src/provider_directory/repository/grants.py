"""What users may do: a link's grants."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Row, delete, insert, literal, select, union_all
from sqlalchemy.orm import Session

from provider_directory.models import Address, Practitioner
from provider_directory.models import Grant as GrantRow
from provider_directory.rules.grants import Grant
from servicekit.work import Viewer

_COLUMNS = (GrantRow.feature, GrantRow.provider_scope, GrantRow.site_scope)


def of_link(session: Session, viewer: Viewer, link_id: UUID) -> tuple[Grant, ...]:
    """In order."""
    rows = session.execute(select(*_COLUMNS).where(GrantRow.link_id == link_id))
    return tuple(sorted((Grant(*row) for row in rows), key=lambda grant: grant.order))


def scope_names(
    session: Session, viewer: Viewer, practitioner_ids: Iterable[UUID], address_ids: Iterable[UUID]
) -> Sequence[Row]:
    """What practitioners and sites are called: `kind` (`practitioners` or `sites`), id, name; by name. The
    caller has seen to it that the viewer may see the grants that name them."""
    doctor, site = Practitioner, Address
    doctors = select(
        literal("practitioners").label("kind"), doctor.id,
        (doctor.first_name + " " + doctor.last_name).label("name"),
    ).where(doctor.id.in_(practitioner_ids))  # fmt: skip
    sites = select(
        literal("sites"), site.id, site.name + ", " + site.line1 + ", " + site.city
    ).where(site.id.in_(address_ids))  # fmt: skip
    return session.execute(union_all(doctors, sites).order_by("kind", "name")).all()


def replace(session: Session, viewer: Viewer, link_id: UUID, grants: Iterable[Grant]) -> None:
    """Exactly these."""
    session.execute(delete(GrantRow).where(GrantRow.link_id == link_id))
    rows = [
        {"link_id": link_id, "feature": one.feature, "provider_scope": one.provider_scope,
         "site_scope": one.site_scope}
        for one in grants
    ]  # fmt: skip
    if rows:
        session.execute(insert(GrantRow), rows)
