"""Sending at once what waits for its next try (R079).

What a letter says is wiped when its fate is known (R236), so one that was sent, failed or expired can't go
out again from here: a code is issued anew where it came from. What helps is not to wait: a server that was
busy may be well again, and the next try an hour away.
"""

from uuid import UUID

from contracts.errors import NotFound
from contracts.notifications.errors import DeliverySettled
from notifications import repository
from notifications.models import WrongMove
from notifications.operations.sending import SEND
from servicekit import clock
from servicekit.logs import log
from servicekit.work import Work


def resend_delivery(work: Work, delivery_id: UUID) -> None:
    """Send it now. Raises NotFound, DeliverySettled, Forbidden."""
    with work.transaction() as tx:
        delivery = repository.for_staff(tx.session, work.viewer, delivery_id)
        if delivery is None:
            raise NotFound()
        try:
            delivery.hurry(clock.now())
        except WrongMove:
            raise DeliverySettled(state=delivery.state) from None
        log("delivery.resent", template=delivery.template, attempts=delivery.attempts)
        work.wake(SEND, tx)
        tx.answer({})
