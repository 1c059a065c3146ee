"""The one way in which access begins, changes and ends: link, grants, history and events together (R037,
R184).

Whoever calls holds the office (`offices.hold_office`), so that an administrator is left whatever others do.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.provider_directory.errors import LastAdministrator
from provider_directory.adapters import people
from provider_directory.operations.telling import tell_changed, tell_ended, tell_granted
from provider_directory.repository import access_requests, grants, history, links
from provider_directory.rules.grants import ADMINISTRATOR, Access, Grant, needed
from provider_directory.rules.people import Person
from servicekit import clock
from servicekit.work import Tx, Viewer, Work

ACTIVE, SUSPENDED, REVOKED = "active", "suspended", "revoked"
SUPPORT = "support"
"""Of the kinds of actors (`access.ACTORS`)."""
REASON = "provider_directory.access_reason"


def access_of(session: Session, viewer: Viewer, link: Row) -> Access:
    """What a row of `links` gives now."""
    given = grants.of_link(session, viewer, link.id)
    return Access(link.role, link.state, given, link.all_features)


def begin(
    work: Work,
    tx: Tx,
    *,
    billing_provider_id: UUID,
    account_id: UUID,
    person: Person,
    role: str,
    action: str,
    actor_kind: str,
    given: Iterable[Grant] = (),
    all_features: bool = False,
    why: str | None = None,
) -> Row:
    """An active link with a context of its own, as a row of `links`; one that had ended comes back. `why` is
    what an administrator typed."""
    session, viewer = tx.session, work.viewer
    earlier = links.of_account(session, viewer, billing_provider_id, account_id)
    before = access_of(session, viewer, earlier) if earlier is not None else None
    values = {"role": role, "all_features": all_features} | people.seal(work, person)
    link = links.begin(session, viewer, billing_provider_id, account_id, values, clock.now())
    grants.replace(session, viewer, link.id, needed(role, given, all_features))
    after = access_of(session, viewer, link)
    history.record(session, viewer, link, action, actor_kind, before, after, sealed_reason(work, why))
    access_requests.withdraw(session, viewer, billing_provider_id, account_id, clock.now())
    tell_granted(tx, viewer, link)
    return link


def end(
    work: Work,
    tx: Tx,
    link: Row,
    *,
    state: str,
    action: str,
    actor_kind: str,
    reason: str,
    even_last: bool = False,
    why: str | None = None,
) -> None:
    """The active `link` is revoked or suspended, and nobody acts in its context any more. `reason` is the key
    that others are told, `why` what an administrator typed. Raises LastAdministrator unless `even_last`: of a
    Provider ID that has ended nobody stays."""
    session, viewer = tx.session, work.viewer
    if state == REVOKED and not even_last:
        check_another_stays(session, viewer, link, actor_kind)
    before = access_of(session, viewer, link)
    links.end(session, viewer, link.id, state, clock.now())
    after = Access(before.role, state, before.grants, before.all_features)
    history.record(session, viewer, link, action, actor_kind, before, after, sealed_reason(work, why))
    access_requests.withdraw(session, viewer, link.billing_provider_id, link.account_id, clock.now())
    tell_ended(tx, link, reason)


def change(work: Work, tx: Tx, link: Row, after: Access, *, action: str, actor_kind: str) -> Row:
    """Role and grants of the active `link` as in `after`; the row as it is then. Raises LastAdministrator."""
    session, viewer = tx.session, work.viewer
    if after.role != ADMINISTRATOR:
        check_another_stays(session, viewer, link, actor_kind)
    before = access_of(session, viewer, link)
    grants.replace(session, viewer, link.id, needed(after.role, after.grants, after.all_features))
    changed = links.change(session, viewer, link.id, after.role, after.all_features)
    history.record(session, viewer, changed, action, actor_kind, before, access_of(session, viewer, changed))
    tell_changed(tx, viewer, changed)
    return changed


def sealed_reason(work: Work, why: str | None) -> str | None:
    """The column `reason_sealed` of a change."""
    return work.sealer.seal(REASON, why.encode()) if why else None


def typed_reason(work: Work, sealed: str | None) -> str | None:
    """What an administrator typed, of such a column."""
    return work.sealer.unseal(REASON, sealed).decode() if sealed else None


def check_another_stays(session: Session, viewer: Viewer, link: Row, actor_kind: str) -> None:
    """Raise LastAdministrator when `link` is that of the only one.

    Who has not confirmed the agreement yet is no other one, unless the plan's support names her, and can
    herself go as long as anybody stays.
    """
    if link.role != ADMINISTRATOR or link.state != ACTIVE:
        return
    agreed = link.agreed_at is not None and actor_kind != SUPPORT
    able = links.able_administrators(session, viewer, link.billing_provider_id, agreed=agreed)
    if all(one.link_id == link.id for one in able):
        raise LastAdministrator()
