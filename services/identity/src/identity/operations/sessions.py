"""Sessions: refresh with rotation, list, end (R239)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.identity.errors import SessionEnded
from identity.operations import audit, tokens
from identity.operations.common import keyer, tell_revoked
from identity.repository import contexts, sessions
from identity.rules import refresh_tokens
from identity.rules.refresh_tokens import Ticket
from servicekit import clock
from servicekit.work import Tx, Work


def refresh_session(work: Work, refresh_token: str) -> dict[str, Any]:
    """The next access and refresh token. Raises SessionEnded.

    The token before the current one is honoured for a few seconds, with the same answer: it was on its way
    when
    two tabs asked at once, or the first answer got lost. Later, or for an older one, it is a copy in somebody
    else's hands: the session ends.
    """
    ticket, now = refresh_tokens.read(keyer(work), refresh_token), clock.now()
    if ticket is None:
        raise SessionEnded()
    with work.transaction() as tx:
        session = _rotated(work, tx, ticket, now) or _repeated(work, tx, ticket, now)
    if session is None:
        raise SessionEnded()
    return tokens.write(work, session, now)


def _rotated(work: Work, tx: Tx, ticket: Ticket, now: datetime) -> Row | None:
    return sessions.rotate(tx.session, work.viewer, ticket.session_id, ticket.generation, now, _idle(work))


def _repeated(work: Work, tx: Tx, ticket: Ticket, now: datetime) -> Row | None:
    """The session, if the token was the current one a moment ago. An older one ends it."""
    session = sessions.running(tx.session, work.viewer, ticket.session_id, now, _idle(work))
    if session is None:
        return None
    recent = now - session.rotated_at <= work.settings.refresh_grace
    if recent and ticket.generation == session.generation - 1:
        return session
    sessions.end_stolen(tx.session, work.viewer, session.id, now)
    tell_revoked(tx, session.account_id, [session.id], "reuse")
    audit.record(work, tx, "refresh", audit.REFUSED, session.account_id, session=str(session.id))
    return None


def _idle(work: Work) -> timedelta:
    """How long a session lives without a refresh: what it may idle, and the access token's own time on
    top."""
    return work.settings.idle_lifetime + work.settings.access_lifetime


def list_sessions(work: Work) -> dict[str, Any]:
    """The viewer's running sessions."""
    with work.reading() as session:
        found = sessions.own(session, work.viewer, clock.now(), _idle(work))
    return {"sessions": [_shown(work, session) for session in found]}


def _shown(work: Work, session: Any) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "started_at": session.started_at,
        "last_seen_at": session.last_seen_at,
        "current": session.id == work.viewer.session_id,
        **tokens.read_seen_from(work, session.seen_from),
    }


def end_session(work: Work, session_id: UUID) -> None:
    """End one of the viewer's sessions: this one (log out) or another. Raises NotFound."""
    with work.transaction() as tx:
        ended = sessions.end_own(tx.session, work.viewer, session_id, clock.now())
        if not ended:
            raise NotFound()
        tell_revoked(tx, work.viewer.account_id, ended, "ended")
        audit.record(work, tx, "end_session", audit.DONE, work.viewer.account_id, session=str(session_id))


def end_other_sessions(work: Work) -> None:
    """End every session of the viewer but this one."""
    with work.transaction() as tx:
        ended = sessions.end_others(tx.session, work.viewer, clock.now(), "owner")
        tell_revoked(tx, work.viewer.account_id, ended, "ended")
        audit.record(work, tx, "end_other_sessions", audit.DONE, work.viewer.account_id, count=len(ended))


def list_revoked_sessions(work: Work, since: datetime) -> dict[str, Any]:
    """Sessions and contexts that ended since then, for a process that could not hear it."""
    with work.reading() as session:
        ended = sessions.ended_since(session, work.viewer, since)
        return {"session_ids": [*ended, *contexts.ended_since(session, work.viewer, since)]}
