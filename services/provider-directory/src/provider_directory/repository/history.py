"""How access changed, for good (R184)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from provider_directory.models import AccessChange, Link
from provider_directory.rules.grants import Access
from servicekit import clock
from servicekit.work import Viewer


def record(
    session: Session,
    viewer: Viewer,
    link: Row,
    action: str,
    actor_kind: str,
    before: Access | None,
    after: Access | None,
    reason_sealed: str | None = None,
) -> int:
    """One change of the access that `link` (id, billing_provider_id, account_id) gives. Its change_id."""
    return session.execute(
        insert(AccessChange)
        .values(
            link_id=link.id,
            billing_provider_id=link.billing_provider_id,
            account_id=link.account_id,
            actor_account_id=viewer.account_id,
            actor_kind=actor_kind,
            action=action,
            before=before.to_json() if before else None,
            after=after.to_json() if after else None,
            reason_sealed=reason_sealed,
            at=clock.now(),
        )
        .returning(AccessChange.id)
    ).scalar_one()


def page(session: Session, viewer: Viewer, link_id: UUID, before: int | None, limit: int) -> Sequence[Row]:
    """A link's changes, the newest first, with `actor_sealed`: who did it, when she is of the office.

    The caller has seen to it that the viewer may see this link.
    """
    actor = Link.__table__.alias("actor")
    changes = (
        select(AccessChange.__table__, actor.c.person_sealed.label("actor_sealed"))
        .outerjoin(
            actor,
            (actor.c.billing_provider_id == AccessChange.billing_provider_id)
            & (actor.c.account_id == AccessChange.actor_account_id),
        )
        .where(AccessChange.link_id == link_id)
        .order_by(AccessChange.id.desc())
        .limit(limit)
    )
    return session.execute(changes if before is None else changes.where(AccessChange.id < before)).all()
