"""The letters of invitations: one token each, told once, whatever happens in between (R045, R047)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.errors import RateLimited
from contracts.provider_directory.events import invitation_issued
from provider_directory.adapters import people
from provider_directory.models import Invitation
from provider_directory.repository import invitations
from provider_directory.rules.invitations import State, may_move, next_day
from provider_directory.rules.tokens import new_token, token_key
from servicekit import clock
from servicekit.work import Tx, Work

SEND = "send_invitations"
"""The job to wake when a long list waits."""

AT_ONCE = 25
"""Letters of a list that go out while its sender waits for the answer."""

TURN = 100
"""Letters of one transaction of the job: what a kill in the middle of it undoes."""

TOKEN = "invitation"


def spend(work: Work, tx: Tx, billing_provider_id: UUID, letters: int, now: datetime) -> None:
    """Use up so many of the office's letters of today. Raises RateLimited until the day is over; nothing is
    kept then, and the same list can be sent again."""
    zone = work.settings.plan_zone
    used = invitations.count_letters(tx.session, work.viewer, billing_provider_id, clock.today(zone), letters)
    if used > work.settings.invitations_a_day:
        raise RateLimited(
            reason="invite.letters_used_up", retry_after=seconds_until(next_day(now, zone), now)
        )


def seconds_until(moment: datetime, now: datetime) -> int:
    """Whole seconds after which it has come."""
    return max(1, int((moment - now).total_seconds()) + 1)


def issue(work: Work, tx: Tx, some: Sequence[Invitation], now: datetime) -> None:
    """Give each a new token and tell of it, in this transaction: the letter is due if and only if the row
    says sent. An earlier token is dead. They must be locked, and waiting or sent."""
    offices = {one.billing_provider_id for one in some}
    names = invitations.offices_named(tx.session, work.viewer, offices)
    first_time: Counter = Counter(one.batch_id for one in some if one.state == State.STAGED)
    for one in some:
        token = new_token()
        one.send(
            token_key(work.settings.index_key, TOKEN, token), now + work.settings.invitation_lifetime, now
        )
        _tell(work, tx, one, names[one.billing_provider_id], token)
    for batch_id, sent in sorted(first_time.items()):
        invitations.count(tx.session, work.viewer, batch_id, now, sent=sent)


def send_staged(work: Work) -> bool:
    """Send what waits longest, up to TURN letters; whether more may wait. Several processes may run it at
    once: each takes rows that nobody holds, and a kill leaves them as they were."""
    with work.transaction() as tx:
        some = invitations.staged(tx.session, work.viewer, TURN)
        issue(work, tx, some, clock.now())
        if len(some) == TURN:
            work.wake(SEND, tx)
        return len(some) == TURN


def expire(work: Work) -> None:
    """Settle invitations whose time is over."""
    more = True
    while more:
        with work.transaction() as tx:
            now = clock.now()
            over = invitations.overdue(tx.session, work.viewer, now, TURN)
            for one in over:
                one.expire(now)
        more = len(over) == TURN


def hear_failed(work: Work, *, about_id: UUID, queued_at: datetime, **_: Any) -> None:
    """The letter of an invitation came back. One that was sent again since then, or is settled, stays."""
    with work.transaction() as tx:
        for one in invitations.hold(tx.session, work.viewer, [about_id]):
            newest = one.sent_at is not None and one.sent_at <= queued_at
            if newest and may_move(State(one.state), State.BOUNCED):
                one.bounce(clock.now())


def _tell(work: Work, tx: Tx, one: Invitation, office: str, token: str) -> None:
    person = people.unseal(work, one.person_sealed)
    tx.tell(
        invitation_issued,
        about=one.id,
        invitation_id=one.id,
        to=person.email,
        first_name=person.first_name,
        office=office,
        token=token,
        expires_at=one.expires_at,
    )
