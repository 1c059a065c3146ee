"""Hear an event, and write down the letter it asks for: one transaction, one row, whoever it is for.

An event that names nobody leaves a row, too, so that the work does not tell whether somebody exists (R105).
"""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from notifications.adapters.envelopes import message_id
from notifications.adapters.recipients import recipient
from notifications.models import Delivery
from notifications.operations.contents import Private, seal
from notifications.operations.sending import SEND
from notifications.rules.catalogue import CODE_LETTERS, KIND, priority, recovery_letter
from notifications.rules.states import State
from servicekit import clock, trace
from servicekit.work import Work


def queue(
    work: Work,
    letter: str,
    *,
    to: str | None,
    account_id: UUID | None = None,
    language: str = "en",
    expires_at: datetime | None = None,
    kind: str = "member",
    about_id: UUID | None = None,
    facts: dict[str, str] | None = None,
    **private: Any,
) -> None:
    """Queue one letter. Events: every identity event that carries a `Mail`.

    With `about_id` it is told when the letter fails for good.
    """
    sealed = seal(work.sealer, Private(to or "", **private, facts=(facts or {}) | {KIND: kind}))
    delivery = _row(work, letter, account_id, language)
    delivery.kind = kind
    delivery.about_id = about_id
    delivery.expires_at = expires_at if letter in CODE_LETTERS else None
    delivery.content = sealed if to else None
    if not to:
        delivery.state, delivery.next_try_at = str(State.NOBODY), None
    with work.transaction() as tx:
        tx.session.add(delivery)
        work.wake(SEND, tx)


def queue_recovery(
    work: Work, *, to: str | None, code: str | None, username: str | None, **mail: Any
) -> None:
    """Queue the one letter of a recovery: username, code or both (R092, R096, R104)."""
    letter = recovery_letter(username, code)
    queue(work, letter or "recover.code", to=to if letter else None, code=code, username=username, **mail)


def queue_noted(work: Work, *, code: str | None, expires_at: datetime, **mail: Any) -> None:
    """Tell a new address from when on it is an account's (R181); there is no code to give."""
    queue(work, "email.owner_noted", until=expires_at.isoformat(), **mail)


def queue_repeated(work: Work, *, code: str | None, expires_at: datetime, **mail: Any) -> None:
    """Tell the owner that somebody signed up again; a code would be of no use."""
    queue(work, "signup.repeated", **mail)


def queue_entry_ended(work: Work, *, account_id: UUID, to: str) -> None:
    """Write to an address that is in the owner's contact details no more (R142)."""
    queue(work, "email.entry_ended", account_id=account_id, **recipient(work, account_id) | {"to": to})


def _row(work: Work, letter: str, account_id: UUID | None, language: str) -> Delivery:
    now, delivery_id, here = clock.now(), uuid.uuid4(), trace.current()
    return Delivery(
        id=delivery_id,
        event_id=work.event_id,
        account_id=account_id,
        template=letter,
        language=language,
        priority=priority(letter),
        state=str(State.QUEUED),
        attempts=0,
        next_try_at=now,
        message_id=message_id(delivery_id, work.settings.sender),
        correlation_id=here.correlation_id if here else None,
        traceparent=here.traceparent if here else None,
        happened_at=now,
        created_at=now,
        changed_at=now,
    )
