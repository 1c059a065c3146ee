"""Match and prove: who a card holder is, asked so that nobody can guess their way in (R066).

Normalise, throttle, compare, answer in one way, audit. Sign-up and recovery go through here.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identity.errors import MemberNotMatched
from identity.adapters import members
from identity.operations import attempts, audit
from identity.operations.attempts import Full, Held
from identity.operations.common import keyer
from identity.operations.spending import spend
from identity.rules import budgets
from servicekit.work import Work


@dataclass(frozen=True, slots=True)
class CardHolder:
    """The four fields as they were typed."""

    first_name: str
    last_name: str
    date_of_birth: date
    member_id: str

    @property
    def as_typed(self) -> tuple[str, ...]:
        """All four as text, for a digest."""
        return (self.first_name, self.last_name, self.date_of_birth.isoformat(), self.member_id)


def match_or_refuse(work: Work, card: CardHolder) -> tuple[UUID, Held]:
    """The member's key, and the try to be settled with what follows.

    Raises MemberNotMatched, always the same, or RateLimited per Member ID, address and device.
    """
    held = _reserve(work, card)
    member_key = _ask_or_give_back(work, card, held)
    if member_key is None:
        with work.transaction() as tx:
            held.fail(work, tx)
            audit.record(work, tx, "match_member", audit.REFUSED)
        raise MemberNotMatched()
    return member_key, held


def match_quietly(work: Work, card: CardHolder) -> UUID | None:
    """The member's key or None, for an answer that will not tell which. Raises RateLimited."""
    claims = budgets.recovery(work.settings, keyer(work), card.as_typed, card.member_id, work.client.address)
    spend(work, "match_member", claims)
    return _ask(work, card)


def _reserve(work: Work, card: CardHolder) -> Held:
    client = work.client
    claims = budgets.match(work.settings, keyer(work), card.member_id, client.address, client.device)
    try:
        return attempts.reserve(work, claims)
    except Full as full:
        audit.record_refused(work, "match_member", reason=full.standing.purpose)
        raise attempts.rate_limited(full) from None


def _ask_or_give_back(work: Work, card: CardHolder, held: Held) -> UUID | None:
    """Who got no answer has learned nothing, so an outage of member uses up nobody's tries."""
    try:
        return _ask(work, card)
    except Exception:
        with work.transaction() as tx:
            held.succeed(work, tx)
        raise


def _ask(work: Work, card: CardHolder) -> UUID | None:
    return members.match(work, card.first_name, card.last_name, card.date_of_birth, card.member_id)
