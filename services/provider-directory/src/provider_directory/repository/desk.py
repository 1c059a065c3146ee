"""Provider IDs as staff look for them. The viewer is somebody of the plan."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from contracts.procedures import PROVIDER_SERVICES, SUPPORT
from provider_directory.models import AccessChange, BillingProvider, Case, Link, Representative
from servicekit.work import Viewer

_office = BillingProvider.__table__
MOST_CASES = 50


def search(
    session: Session,
    viewer: Viewer,
    most: int,
    *,
    number: str | None,
    tax_id_digest: bytes | None,
    name: str | None,
    account_id: UUID | None,
    representative_id: UUID | None,
    after: UUID | None,
) -> Sequence[Row]:
    """Those that fit the one criterion which is given, by name; from behind `after`. Raises Forbidden."""
    _staff_alone(viewer)
    found = select(_office)
    if number is not None:
        found = found.where(_office.c.number == number)
    if tax_id_digest is not None:
        found = found.where(_office.c.tax_id_digest == tax_id_digest)
    if name is not None:
        found = found.where(func.lower(_office.c.name).like(_beginning(name)))
    if account_id is not None:
        linked = select(Link.billing_provider_id).where(Link.account_id == account_id)
        found = found.where(_office.c.id.in_(linked))
    if representative_id is not None:
        found = found.where(_office.c.representative_id == representative_id)
    return session.execute(_from(found, after).limit(most)).all()


def office(session: Session, viewer: Viewer, billing_provider_id: UUID, *, hold: bool = False) -> Row | None:
    """A Provider ID with its representative's name, phone and e-mail; `hold` locks it until the transaction
    ends. Raises Forbidden."""
    _staff_alone(viewer)
    who = Representative
    named = (who.name.label("r_name"), who.phone.label("r_phone"), who.email.label("r_email"))
    one = select(_office, *named).outerjoin(who, who.id == _office.c.representative_id)
    one = one.where(_office.c.id == billing_provider_id)
    return session.execute(one.with_for_update(of=_office, key_share=True) if hold else one).one_or_none()


def open_cases(session: Session, viewer: Viewer, billing_provider_id: UUID) -> Sequence[Row]:
    """Cases of a Provider ID that are not closed, the oldest first. Raises Forbidden."""
    _staff_alone(viewer)
    case = Case.__table__
    waiting = select(case).where(case.c.billing_provider_id == billing_provider_id, case.c.state != "closed")
    return session.execute(waiting.order_by(case.c.number).limit(MOST_CASES)).all()


def change(session: Session, viewer: Viewer, link_id: UUID, change_id: int) -> Row | None:
    """One change of the access that a link gives. Raises Forbidden."""
    _staff_alone(viewer)
    one = select(AccessChange.__table__).where(AccessChange.id == change_id, AccessChange.link_id == link_id)
    return session.execute(one).one_or_none()


def representative(session: Session, viewer: Viewer, representative_id: UUID | None) -> Row | None:
    """The plan's person for an office: name, phone, email."""
    who = Representative
    one = select(who.name, who.phone, who.email).where(who.id == representative_id)
    return session.execute(one).one_or_none()


def _from(found: Select, after: UUID | None) -> Select:
    key = tuple_(func.lower(_office.c.name), _office.c.id)
    if after is not None:
        last = select(func.lower(_office.c.name), _office.c.id).where(_office.c.id == after)
        found = found.where(key > last.scalar_subquery())
    return found.order_by(func.lower(_office.c.name), _office.c.id)


def _beginning(name: str) -> str:
    plain = name.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return plain + "%"


def _staff_alone(viewer: Viewer) -> None:
    if not viewer.roles & {SUPPORT, PROVIDER_SERVICES}:
        raise Forbidden()
