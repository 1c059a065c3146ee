"""Looking at a provider record as often as is allowed, and no oftener (R015).

A try is counted by identity before the look and given back when it was right. When the last one is used up,
the account's association is held and somebody of the plan gets a case.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from contracts.errors import NotFound
from contracts.identity.errors import AttemptsUsedUp
from contracts.provider_directory.errors import AssociationHeld
from provider_directory.adapters import tries
from provider_directory.operations.unasked_cases import open_unasked
from provider_directory.repository import holds
from provider_directory.rules.matching import Typed
from servicekit import clock
from servicekit.work import Work

Seen = TypeVar("Seen")


def look(work: Work, typed: Typed, do: Callable[[], Seen], right: Callable[[Seen], bool]) -> Seen:
    """What `do` sees; `right` says whether it was a right guess. Raises AssociationHeld, RateLimited."""
    subject = typed.number
    refuse_held(work)
    attempt_id = _reserve(work, typed)
    try:
        seen = do()
    except Exception:
        # Who got no answer has learned nothing.
        tries.record(work, subject, attempt_id, right=True)
        raise
    if tries.record(work, subject, attempt_id, right=right(seen)):
        _hold(work, typed)
    return seen


def refuse_held(work: Work) -> None:
    """Raise AssociationHeld when the viewer's association is held."""
    with work.reading() as session:
        number = holds.case_of(session, work.viewer)
    if number is not None:
        raise AssociationHeld(case_number=number)


def unlock_association(work: Work, *, account_id: UUID, reason: str) -> None:
    """Free an account: it may try again (R015). Raises NotFound when it isn't held."""
    with work.reading() as session:
        if not holds.is_held(session, work.viewer, account_id):
            raise NotFound()
    tries.free(work, account_id, reason)
    with work.transaction() as tx:
        holds.release(tx.session, work.viewer, account_id)
        tx.answer({})


def _reserve(work: Work, typed: Typed) -> UUID:
    try:
        return tries.reserve(work, typed.number)
    except AttemptsUsedUp:
        # Usually it is held since the last try; but the process may have died in between.
        raise AssociationHeld(case_number=_hold(work, typed)) from None


def _hold(work: Work, typed: Typed) -> int:
    """Hold the association, once; the number of its case."""
    context = {"why": "association_held", "type": typed.kind, "provider_id": typed.number}
    with work.transaction() as tx:
        holds.lock(tx.session, work.viewer)
        number = holds.case_of(tx.session, work.viewer)
        if number is None:
            number = open_unasked(work, tx, "association_failed", context, work.viewer.account_id)
            holds.hold(tx.session, work.viewer, number, clock.now())
        return number
