"""Who acts, and whether she may: somebody with an active link, or an administrator (R037, R038, R054).

For which Provider ID comes from the viewer's context alone, never from what a caller names.
"""

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import Forbidden
from provider_directory.repository import links, offices
from provider_directory.rules.grants import ADMINISTRATOR
from servicekit import clock
from servicekit.work import Work


def somebody(work: Work, session: Session) -> Row:
    """The active link (columns of `links.LINK`) in whose context the viewer acts. Raises Forbidden."""
    link = links.acting(session, work.viewer, clock.today(work.settings.plan_zone))
    if link is None:
        raise Forbidden(reason="no_context")
    return link


def holding_somebody(work: Work, session: Session) -> Row:
    """The same, while nobody else changes anybody's access there. Raises Forbidden.

    The link is read again when the lock is there: whoever waited sees what the other one did.
    """
    here = somebody(work, session)
    today = clock.today(work.settings.plan_zone)
    offices.hold_office(session, work.viewer, here.billing_provider_id, today)
    return somebody(work, session)


def administrator(work: Work, session: Session) -> Row:
    """The same, of an administrator. Raises Forbidden."""
    link = somebody(work, session)
    if link.role != ADMINISTRATOR:
        raise Forbidden(reason="administrators_only")
    return link


def holding_administrator(work: Work, session: Session) -> Row:
    """An administrator's link, held as above. Raises Forbidden, before it waits for anybody, too."""
    administrator(work, session)
    holding_somebody(work, session)
    return administrator(work, session)
