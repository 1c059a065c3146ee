"""Everybody of an office: people with access, and those who are invited."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from provider_directory.models import Grant, Invitation, Link
from provider_directory.repository.account_locks import holds
from provider_directory.rules.invitations import SHOWN
from servicekit.work import Viewer

_link, _invitation = Link.__table__, Invitation.__table__


def people(session: Session, viewer: Viewer, billing_provider_id: UUID, now: datetime) -> Sequence[Row]:
    """Links in whatever state, in no order: id, person_sealed, role, state, locked, all_features, version,
    account_id."""
    locked = holds(_link.c.account_id, now).label("locked")
    columns = (
        _link.c.id, _link.c.person_sealed, _link.c.role, _link.c.state, locked, _link.c.all_features,
        _link.c.version, _link.c.account_id,
    )  # fmt: skip
    theirs = select(*columns).where(_link.c.billing_provider_id == billing_provider_id)
    return session.execute(theirs).all()


def invited(
    session: Session, viewer: Viewer, billing_provider_id: UUID, before: int | None, most: int
) -> Sequence[Row]:
    """Invitations that may still come to something, the newest first, from before this number: id, number,
    person_sealed, role, state, grants, expires_at."""
    columns = (
        _invitation.c.id, _invitation.c.number, _invitation.c.person_sealed, _invitation.c.role,
        _invitation.c.state, _invitation.c.grants, _invitation.c.expires_at,
    )  # fmt: skip
    waiting = select(*columns).where(
        _invitation.c.billing_provider_id == billing_provider_id,
        _invitation.c.state.in_(sorted(map(str, SHOWN))),
    )
    if before is not None:
        waiting = waiting.where(_invitation.c.number < before)
    return session.execute(waiting.order_by(_invitation.c.number.desc()).limit(most)).all()


def grants_of(session: Session, viewer: Viewer, link_ids: Collection[UUID]) -> dict[UUID, list[dict]]:
    """Grants by link."""
    rows = select(Grant.link_id, Grant.feature, Grant.provider_scope, Grant.site_scope).where(
        Grant.link_id.in_(link_ids)
    )
    found: dict[UUID, list[dict]] = {}
    for link_id, *grant in session.execute(rows.order_by(Grant.feature, Grant.id)):
        named = dict(zip(("feature", "provider_scope", "site_scope"), grant, strict=True))
        found.setdefault(link_id, []).append(named)
    return found


def of_office(session: Session, viewer: Viewer, billing_provider_id: UUID, link_id: UUID) -> Row | None:
    """A link of this Provider ID; one of another is not there (R054)."""
    own = select(_link).where(_link.c.id == link_id, _link.c.billing_provider_id == billing_provider_id)
    return session.execute(own).one_or_none()


def find(session: Session, viewer: Viewer, link_id: UUID) -> Row | None:
    """A link of whatever Provider ID, for staff."""
    return session.execute(select(_link).where(_link.c.id == link_id)).one_or_none()


def renew_person(session: Session, viewer: Viewer, account_id: UUID, sealed: dict[str, Any]) -> None:
    """Keep what identity says of an account's owner: person_sealed and email_key of all its links."""
    session.execute(update(_link).where(_link.c.account_id == account_id).values(**sealed))
