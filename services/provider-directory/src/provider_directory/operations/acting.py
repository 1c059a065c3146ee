"""Who acts, and whether she may: somebody with an active link, or an administrator (R037, R038, R054). Who
has never confirmed the Provider Agreement for a link does nothing with it but that (R022).

For which Provider ID comes from the viewer's context alone, never from what a caller names.
"""

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from contracts.provider_directory.errors import AgreementNeeded
from provider_directory.repository import links, offices
from provider_directory.rules.grants import ADMINISTRATOR
from servicekit import clock
from servicekit.work import Work


def arrival(work: Work, session: Session) -> Row:
    """The active link (columns of `links.LINK`) whose context the viewer is in, whether or not she may act
    there yet. Raises Forbidden."""
    link = links.acting(session, work.viewer, clock.today(work.settings.plan_zone))
    if link is None:
        raise Forbidden(reason="no_context")
    return link


def holding_arrival(work: Work, session: Session) -> Row:
    """The same, while nobody else changes anybody's access there. Raises Forbidden.

    The link is read again when the lock is there: whoever waited sees what the other one did.
    """
    here = arrival(work, session)
    today = clock.today(work.settings.plan_zone)
    offices.hold_office(session, work.viewer, here.billing_provider_id, today)
    return arrival(work, session)


def somebody(work: Work, session: Session) -> Row:
    """The link of a viewer who may act in its context. Raises Forbidden, AgreementNeeded."""
    return _agreed(arrival(work, session))


def holding_somebody(work: Work, session: Session) -> Row:
    """The same, held as above. Raises Forbidden, AgreementNeeded."""
    return _agreed(holding_arrival(work, session))


def administrator(work: Work, session: Session) -> Row:
    """The same, of an administrator. Raises Forbidden, AgreementNeeded."""
    link = somebody(work, session)
    if link.role != ADMINISTRATOR:
        raise Forbidden(reason="administrators_only")
    return link


def holding_administrator(work: Work, session: Session) -> Row:
    """An administrator's link, held as above. Raises Forbidden, AgreementNeeded, before it waits for anybody,
    too."""
    administrator(work, session)
    holding_somebody(work, session)
    return administrator(work, session)


def _agreed(link: Row) -> Row:
    if link.agreed_at is None:
        raise AgreementNeeded()
    return link
