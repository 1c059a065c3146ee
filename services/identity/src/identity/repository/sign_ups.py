"""Sign-ups on their way to an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, insert, select, text, update
from sqlalchemy.orm import Session

from identity.models import Code, SignUp
from identity.rules.states import WAITING, SignUpState
from servicekit.work import Viewer

PURPOSE = "sign_up"
MOST_CANDIDATES = 20
_sign_up = SignUp.__table__
_WAITS = SignUp.state.in_(list(map(str, WAITING)))


def one_at_a_time(session: Session, viewer: Viewer, person: UUID | str) -> None:
    """Wait until no other sign-up of the person is being written; holds until the commit."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(person), 0))))


def supersede(session: Session, viewer: Viewer, member_key: UUID) -> None:
    """The member's earlier sign-up gives way to a new one: its code is good for nothing."""
    earlier = update(_sign_up).where(SignUp.member_key == member_key, SignUp.state == SignUpState.PENDING)
    session.execute(earlier.values(state=SignUpState.SUPERSEDED, profile="", password_hash=""))


def add(session: Session, viewer: Viewer, **values: Any) -> None:
    """Write a sign-up."""
    session.execute(insert(_sign_up).values(**values))


def with_codes(
    session: Session, viewer: Viewer, *, id: UUID | None, email_key: bytes | None
) -> Sequence[Row]:
    """The sign-up with this id, or else those with this address, the newest first; each with its code."""
    which = SignUp.id == id if id else SignUp.email_key == email_key
    found = select(
        _sign_up, Code.code_key, Code.expires_at.label("code_expires_at"), Code.used_at.label("code_used_at")
    )
    joined = found.join(Code, (Code.subject == SignUp.id) & (Code.purpose == PURPOSE))
    return session.execute(
        joined.where(which).order_by(SignUp.created_at.desc()).limit(MOST_CANDIDATES)
    ).all()


def waiting(
    session: Session, viewer: Viewer, now: datetime, *, id: UUID | None, email_key: bytes | None
) -> Row | None:
    """The sign-up (or decoy) that waits for its code: by id, or the newest at an address. Locked."""
    which = SignUp.id == id if id else SignUp.email_key == email_key
    newest = select(_sign_up).where(which, _still_waits(now)).order_by(SignUp.created_at.desc()).limit(1)
    return session.execute(newest.with_for_update()).one_or_none()


def confirm(session: Session, viewer: Viewer, id: UUID, now: datetime) -> Row | None:
    """End the flow; the sign-up as it was, or None when it no longer is pending."""
    pending = update(_sign_up).where(
        SignUp.id == id, SignUp.state == SignUpState.PENDING, SignUp.expires_at > now
    )
    return session.execute(pending.values(state=SignUpState.CONFIRMED).returning(_sign_up)).one_or_none()


def wipe(session: Session, viewer: Viewer, id: UUID) -> None:
    """Keep nothing of the person in a flow that has ended."""
    session.execute(update(_sign_up).where(SignUp.id == id).values(profile="", password_hash=""))


def set_email(session: Session, viewer: Viewer, id: UUID, **values: Any) -> None:
    """Another address for a sign-up that waits: `email_key`, `profile`, and whose it is from now on."""
    session.execute(update(_sign_up).where(SignUp.id == id).values(**values))


def expire(session: Session, viewer: Viewer, now: datetime) -> int:
    """Wipe the sign-ups whose time is over; how many."""
    over = update(_sign_up).where(_WAITS, SignUp.expires_at <= now)
    return session.execute(over.values(state=SignUpState.EXPIRED, profile="", password_hash="")).rowcount


def forget(session: Session, viewer: Viewer, before: datetime) -> None:
    """Remove flows that ended before this moment."""
    session.execute(text("DELETE FROM sign_ups WHERE expires_at < :before"), {"before": before})


def _still_waits(now: datetime) -> ColumnElement[bool]:
    return _WAITS & (SignUp.expires_at > now)
