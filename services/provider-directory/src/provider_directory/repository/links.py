"""Links between accounts and Provider IDs. Who acts for which one comes from the viewer's context alone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, and_, exists, func, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import AccountLock, Agreement, AgreementAcceptance, BillingProvider, Link
from servicekit.work import Viewer

IN_FORCE_VERSION = (
    select(Agreement.version).order_by(Agreement.published_at.desc()).limit(1).scalar_subquery()
)
CONFIRMED = (
    select(AgreementAcceptance.id)
    .where(
        AgreementAcceptance.link_id == Link.id,
        AgreementAcceptance.account_id == Link.account_id,
        AgreementAcceptance.version == IN_FORCE_VERSION,
    )
    .exists()
)
LINK = (
    Link.id.label("link_id"), Link.context_id, Link.billing_provider_id, Link.account_id, Link.role,
    Link.state, Link.all_features, Link.linked_at, Link.agreed_at, Link.version, Link.person_sealed,
    Link.email_key, BillingProvider.name, BillingProvider.number, BillingProvider.kind,
    BillingProvider.representative_id,
    (~CONFIRMED & IN_FORCE_VERSION.is_not(None)).label("agreement_due"),
)  # fmt: skip
"""The columns of a link as it is shown and worked with."""


def _links(today: date, *, active: bool = True) -> Select:
    in_force = BillingProvider.ended_on.is_(None) | (BillingProvider.ended_on > today)
    alive = and_(Link.state == "active", in_force) if active else true()
    columns = (*LINK, in_force.label("in_force"))
    return select(*columns).join(BillingProvider, BillingProvider.id == Link.billing_provider_id).where(alive)


def acting(session: Session, viewer: Viewer, today: date) -> Row | None:
    """The viewer's active link of the chosen context (columns of LINK); None without one."""
    mine = _links(today).where(Link.context_id == viewer.context_id, Link.account_id == viewer.account_id)
    return session.execute(mine).one_or_none()


def shown(session: Session, viewer: Viewer, link_id: UUID) -> Row:
    """A link of the viewer's that has just begun (columns of LINK)."""
    mine = _links(date.min, active=False).where(Link.id == link_id, Link.account_id == viewer.account_id)
    return session.execute(mine).one()


def own(session: Session, viewer: Viewer, today: date) -> Sequence[Row]:
    """All links of the viewer's, active ones first, each by name. `in_force` is false where the Provider ID
    has ended."""
    mine = _links(today, active=False).where(Link.account_id == viewer.account_id)
    return session.execute(
        mine.order_by(Link.state != "active", func.lower(BillingProvider.name), BillingProvider.number)
    ).all()


def in_context(
    session: Session, viewer: Viewer, account_id: UUID, context_id: UUID, today: date
) -> Row | None:
    """The active link of an account with this context, for the peer that mints tokens."""
    return session.execute(
        _links(today).where(Link.context_id == context_id, Link.account_id == account_id)
    ).one_or_none()


def of_account(
    session: Session, viewer: Viewer, billing_provider_id: UUID, account_id: UUID | None
) -> Row | None:
    """An account's link to a Provider ID, in whatever state. Who changes it holds the office before."""
    there = select(Link.__table__).where(
        Link.billing_provider_id == billing_provider_id, Link.account_id == account_id
    )
    return session.execute(there).one_or_none()


def own_by_id(session: Session, viewer: Viewer, link_id: UUID) -> Row | None:
    """A link of the viewer's, in whatever state."""
    mine = select(Link.__table__).where(Link.id == link_id, Link.account_id == viewer.account_id)
    return session.execute(mine).one_or_none()


def active_of(session: Session, viewer: Viewer, account_id: UUID) -> Sequence[Row]:
    """An account's active links, always in the same order."""
    active = select(Link.__table__).where(Link.account_id == account_id, Link.state == "active")
    return session.execute(active.order_by(Link.billing_provider_id)).all()


def able_administrators(
    session: Session, viewer: Viewer, billing_provider_id: UUID, *, agreed: bool = True
) -> Sequence[Row]:
    """Those whose account is not disabled and who have confirmed the agreement, or without `agreed` may yet
    do so."""
    disabled = exists().where(AccountLock.account_id == Link.account_id, AccountLock.disabled)
    able = _administrators(billing_provider_id).where(~disabled)
    return session.execute(able.where(Link.agreed_at.is_not(None)) if agreed else able).all()


def administrators(session: Session, viewer: Viewer, billing_provider_id: UUID) -> Sequence[Row]:
    """The active administrators of a Provider ID. The last one stays, though the account may be disabled."""
    return session.execute(_administrators(billing_provider_id)).all()


def _administrators(billing_provider_id: UUID) -> Select:
    """link_id, account_id, person_sealed and agreed_at of 50 at most, by when they came."""
    found = select(Link.id.label("link_id"), Link.account_id, Link.person_sealed, Link.agreed_at).where(
        Link.billing_provider_id == billing_provider_id,
        Link.state == "active",
        Link.role == "administrator",
    )
    return found.order_by(Link.linked_at, Link.id).limit(50)


def begin(
    session: Session,
    viewer: Viewer,
    billing_provider_id: UUID,
    account_id: UUID,
    values: dict[str, Any],
    now: datetime,
) -> Row:
    """An active link with a context of its own: a new one, or the one that had ended. `values` are role,
    all_features, person_sealed and email_key."""
    fresh = insert(Link.__table__).values(
        id=uuid4(), billing_provider_id=billing_provider_id, account_id=account_id, state="active",
        context_id=uuid4(), linked_at=now, **values,
    )  # fmt: skip
    again = ("state", "context_id", "linked_at", *values)
    return session.execute(
        fresh.on_conflict_do_update(
            constraint="one_link_per_account",
            set_={name: fresh.excluded[name] for name in again}
            | {"ended_at": None, "version": Link.__table__.c.version + 1},
        ).returning(*Link.__table__.c)
    ).one()


def agree(session: Session, viewer: Viewer, link_id: UUID, now: datetime) -> Row | None:
    """The agreement is confirmed for a link of the viewer's; the row when that was the first time."""
    link = Link.__table__
    first = update(link).where(
        link.c.id == link_id, link.c.account_id == viewer.account_id, link.c.agreed_at.is_(None)
    )
    return session.execute(first.values(agreed_at=now).returning(link)).one_or_none()


def change(session: Session, viewer: Viewer, link_id: UUID, role: str, all_features: bool) -> Row:
    """Give an active link another role; the row as it is then."""
    link = Link.__table__
    values = {"role": role, "all_features": all_features, "version": link.c.version + 1}
    return session.execute(update(link).where(link.c.id == link_id).values(**values).returning(link)).one()


def end(session: Session, viewer: Viewer, link_id: UUID, state: str, now: datetime) -> None:
    """Make an active link suspended or revoked."""
    session.execute(
        update(Link.__table__)
        .where(Link.id == link_id)
        .values(state=state, ended_at=now, version=Link.version + 1)
    )


def of_ended_offices(session: Session, viewer: Viewer, today: date, most: int) -> Sequence[Row]:
    """Active links to Provider IDs that have ended, locked; those that others hold are left out."""
    ended = (
        select(Link.__table__)
        .join(BillingProvider, BillingProvider.id == Link.billing_provider_id)
        .where(BillingProvider.ended_on <= today, Link.state == "active")
        .order_by(Link.id)
        .limit(most)
    )
    return session.execute(ended.with_for_update(of=Link, skip_locked=True)).all()
