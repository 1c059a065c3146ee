"""The Provider Agreement: which version is in force, and who confirmed it (R022)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import Agreement, AgreementAcceptance
from servicekit.work import Viewer


def in_force(session: Session, viewer: Viewer) -> Row | None:
    """The version published last: version, text; None before the first."""
    newest = select(Agreement.version, Agreement.text).order_by(Agreement.published_at.desc()).limit(1)
    return session.execute(newest).one_or_none()


def publish(session: Session, viewer: Viewer, version: str, text: str, now: datetime) -> bool:
    """Put a version in force; False when it is there already. A published text never changes."""
    fresh = insert(Agreement).values(version=version, text=text, published_at=now)
    return session.execute(fresh.on_conflict_do_nothing().returning(Agreement.version)).scalar() is not None


def accept(
    session: Session,
    viewer: Viewer,
    link_id: UUID,
    context_id: UUID,
    version: str,
    address_sealed: str | None,
    now: datetime,
) -> None:
    """The viewer confirmed a version for the Provider ID of this link; a second time in the same context
    changes nothing."""
    fresh = insert(AgreementAcceptance).values(
        link_id=link_id,
        account_id=viewer.account_id,
        version=version,
        context_id=context_id,
        accepted_at=now,
        address_sealed=address_sealed,
    )
    session.execute(fresh.on_conflict_do_nothing())
