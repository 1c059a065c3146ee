"""Send what is due. Three short transactions surround one conversation with the mail server, and none is open
during it: claim the letter, mark that its content goes out, write down what came of it.

A one-time code is at most once: after the mark it is never tried again, unless the server said that it did
not take it. Everything else is at least once, with the same Message-ID each time.
"""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime

from notifications import repository
from notifications.adapters import measures
from notifications.adapters.catalogues import catalogues
from notifications.adapters.envelopes import BadAddress, deliverable, envelope
from notifications.adapters.smtp import Postman
from notifications.models import Delivery
from notifications.operations.contents import Private, content_of, unseal
from notifications.operations.telling import tell_if_failed
from notifications.rules.letters import compose
from notifications.rules.states import Attempt, Next, Result, State, after, is_late
from servicekit import clock, trace
from servicekit.logs import log, log_crash
from servicekit.seal import SealBroken
from servicekit.work import Work

SEND = "send_letters"
"""The job to wake when a letter is due."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that is ours to send until its lease ends, read out of its row."""

    id: uuid.UUID
    claim: uuid.UUID
    template: str
    language: str
    message_id: str
    correlation_id: str | None
    traceparent: str | None
    content: str
    happened_at: datetime
    created_at: datetime
    expires_at: datetime | None


class ClaimLost(Exception):
    """Another sender took the letter over, since this one was away too long."""


def send_next(work: Work) -> bool:
    """Send the letter whose turn it is, if any; whether one was due. Raises what the database raises."""
    due, letter = _claim(work)
    if letter is None:
        return due
    trace.begin(letter.correlation_id, letter.traceparent)  # from the HTTP request to the e-mail
    try:
        attempt = _attempt(work, letter)
    except ClaimLost:
        log("delivery.claim_lost", template=letter.template)
        return True
    _settle(work, letter, attempt)
    return True


def _claim(work: Work) -> tuple[bool, Claimed | None]:
    with work.transaction() as tx:
        now = clock.now()
        delivery = repository.next_due(tx.session, work.viewer, now)
        if delivery is None:
            return False, None
        if is_late(delivery.pending, now):
            delivery.settle(Next(State.EXPIRED, "code_expired"), now)
            measures.settled(delivery.template, delivery.state)
            return True, None
        delivery.begin(uuid.uuid4(), now, work.settings.lease)
        work.wake(SEND, tx)  # the next letter needs not wait for this one
        return True, _read(delivery)


def _read(delivery: Delivery) -> Claimed:
    return Claimed(**{name: getattr(delivery, name) for name in Claimed.__slots__})


def _attempt(work: Work, letter: Claimed) -> Attempt:
    try:
        return _hand_over(work, letter, unseal(work.sealer, letter.content))
    except ClaimLost:
        raise
    except SealBroken:
        return Attempt(Result.NOT_HANDED, "content_unreadable")
    except BadAddress:
        return Attempt(Result.REFUSED, "address_invalid")
    except Exception as error:  # noqa: BLE001 - one letter's fault must not stop the others
        log_crash("delivery.crashed", error, template=letter.template)
        return Attempt(Result.NOT_HANDED, "internal")


def _hand_over(work: Work, letter: Claimed, private: Private) -> Attempt:
    sender = work.settings.sender
    to = deliverable(private.to)
    content = content_of(private, letter.happened_at, letter.expires_at)
    written = compose(letter.template, letter.language, content, catalogues(), sender, work.settings.support)
    message = envelope(written, to, sender, letter.message_id, letter.created_at, letter.correlation_id)
    return postman(work).deliver(message, to, sender.address, lambda: _mark(work, letter))


def postman(work: Work) -> Postman:
    """The way to the configured server; one letter may take two thirds of its lease at most."""
    settings = work.settings
    helo = settings.sender.address.rpartition("@")[2]
    return Postman(settings.smtp, helo, settings.smtp_timeout, settings.lease * 2 / 3)


def _mark(work: Work, letter: Claimed) -> None:
    with work.transaction() as tx:
        if not repository.mark_handed(tx.session, work.viewer, letter.id, letter.claim, clock.now()):
            raise ClaimLost()


def _settle(work: Work, letter: Claimed, attempt: Attempt) -> None:
    with work.transaction() as tx:
        now = clock.now()
        delivery = repository.claimed(tx.session, work.viewer, letter.id, letter.claim)
        if delivery is None:
            log("delivery.claim_lost", template=letter.template, outcome=attempt.result)
            return
        keep_trying = work.settings.keep_trying
        delivery.settle(after(attempt, delivery.pending, now, keep_trying, random.random()), now)
        tell_if_failed(tx, delivery)
        measures.settled(delivery.template, delivery.state)
        log(
            "delivery.tried",
            template=delivery.template,
            state=delivery.state,
            attempts=delivery.attempts,
            reason=attempt.reason,
        )
