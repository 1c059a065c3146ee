"""What becomes of invitations that were sent: seen, sent again, cancelled, accepted (R046, R047)."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.errors import NotFound, RateLimited
from contracts.provider_directory.errors import InvitationNotOpen, InvitationSettled, ProviderAlreadyLinked
from provider_directory.adapters import people
from provider_directory.models import Invitation
from provider_directory.operations import acting, granting
from provider_directory.operations.invitation_letters import TOKEN, issue, seconds_until, spend
from provider_directory.operations.inviting import shown
from provider_directory.operations.linked import as_link
from provider_directory.operations.telling import tell_confirmed
from provider_directory.repository import invitations, links, offices
from provider_directory.rules.grants import from_json
from provider_directory.rules.invitations import State, may_move, pause_after, shown_state
from provider_directory.rules.tokens import token_key
from servicekit import clock
from servicekit.work import Work

CLOSED = {"open": False, "office": None, "role": None, "first_name": None, "email": None, "expires_at": None}


def list_invitation_batches(work: Work, *, after: UUID | None, limit: int) -> dict[str, Any]:
    """`InvitationBatches` of the office, the newest first. Raises Forbidden."""
    with work.reading() as session:
        office = acting.administrator(work, session)
        found = invitations.batches(session, work.viewer, office.billing_provider_id, after, limit + 1)
    following = found[limit - 1].id if len(found) > limit else None
    return {"batches": [shown(batch) for batch in found[:limit]], "next": following}


def get_invitation_batch(
    work: Work, *, batch_id: UUID, failed_only: bool, after: int | None, limit: int
) -> dict[str, Any]:
    """`BatchWithRows`: how far a list is, and its rows with their outcome. Raises Forbidden, NotFound."""
    with work.reading() as session:
        office = acting.administrator(work, session)
        batch = invitations.batch(session, work.viewer, office.billing_provider_id, batch_id)
        if batch is None:
            raise NotFound()
        rows = invitations.rows_of(session, work.viewer, batch_id, failed_only, after, limit + 1)
    following = rows[limit - 1].row if len(rows) > limit else None
    return shown(batch) | {"invitations": [_row(work, row) for row in rows[:limit]], "next": following}


def resend_invitation(work: Work, *, invitation_id: UUID) -> None:
    """Another letter with another token; the old one is dead, the time begins anew.

    Raises Forbidden, NotFound, InvitationSettled, and RateLimited soon after the letter before, each time
    twice as long, and when the office's letters of today are used up.
    """
    now = clock.now()
    with work.transaction() as tx:
        # Held: nobody invites the same address anew meanwhile.
        office = acting.holding_administrator(work, tx.session)
        one = _of_office(work, tx.session, invitation_id)
        if not may_move(State(one.state), State.SENT):
            raise InvitationSettled(state=one.state)
        pause = pause_after(one.sent_count, work.settings.invitation_pause)
        ready_at = one.sent_at + pause if one.sent_at else now
        if ready_at > now:
            raise RateLimited(retry_after=seconds_until(ready_at, now))
        spend(work, tx, office.billing_provider_id, 1, now)
        issue(work, tx, [one], now)
        tx.answer({})


def cancel_invitation(work: Work, *, invitation_id: UUID) -> None:
    """Nobody comes in with it any more. Raises Forbidden, NotFound, InvitationSettled."""
    now = clock.now()
    with work.transaction() as tx:
        one = _of_office(work, tx.session, invitation_id)
        if not may_move(State(one.state), State.CANCELLED):
            raise InvitationSettled(state=one.state)
        if one.state == State.STAGED:
            invitations.count(tx.session, work.viewer, one.batch_id, now, cancelled=1)
        one.cancel(now)
        tx.answer({})


def find_invitation(work: Work, *, token: str) -> dict[str, Any]:
    """`InvitationFound`: what it is an invitation to, or only that it is not open (R047)."""
    key = token_key(work.settings.index_key, TOKEN, token)
    with work.reading() as session:
        found = invitations.with_token(session, work.viewer, key, clock.now())
    if found is None:
        return CLOSED
    person = people.unseal(work, found.person_sealed)
    return {
        "open": True,
        "office": found.office,
        "role": found.role,
        "first_name": person.first_name,
        "email": person.email,
        "expires_at": found.expires_at,
    }


def confirm_invitation(work: Work, *, token: str) -> dict[str, Any]:
    """Accept it as the account that is logged in; the `Link` that it has now. Nothing else of the account
    changes: never its password. Raises InvitationNotOpen, ProviderAlreadyLinked."""
    key, now = token_key(work.settings.index_key, TOKEN, token), clock.now()
    person, today = people.ask(work, work.viewer.account_id), clock.today(work.settings.plan_zone)
    with work.transaction() as tx:
        session, viewer = tx.session, work.viewer
        found = invitations.with_token(session, viewer, key, now)
        if found is None or offices.hold_office(session, viewer, found.billing_provider_id, today) is None:
            raise InvitationNotOpen()
        [one] = invitations.hold(session, viewer, [found.id])
        if one.token_key != key:  # somebody used, replaced or cancelled it while we waited
            raise InvitationNotOpen()
        earlier = links.of_account(session, viewer, one.billing_provider_id, viewer.account_id)
        if earlier is not None and earlier.state != "revoked":
            raise ProviderAlreadyLinked()
        one.accept(viewer.account_id, now)
        link = granting.begin(
            work, tx,
            billing_provider_id=one.billing_provider_id, account_id=viewer.account_id,
            person=person, role=one.role, given=map(from_json, one.grants), action="invited",
            actor_kind="self",
        )  # fmt: skip
        tell_confirmed(tx, found.office, link)
        return tx.answer(as_link(links.shown(session, viewer, link.id)))


def _of_office(work: Work, session: Session, invitation_id: UUID) -> Invitation:
    """An invitation of the viewer's office that is no refused row, locked. Raises Forbidden, NotFound."""
    office = acting.administrator(work, session)
    found = invitations.of_office(session, work.viewer, office.billing_provider_id, invitation_id)
    if found is None or found.state == State.FAILED:
        raise NotFound()
    return found


def _row(work: Work, row: Any) -> dict[str, Any]:
    person = people.unseal(work, row.person_sealed)
    return {
        "invitation_id": row.id,
        "row": row.row,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "role": row.role,
        "state": shown_state(State(row.state), row.expires_at, clock.now()),
        "problems": row.problems,
        "sent_at": row.sent_at,
        "expires_at": row.expires_at,
    }
