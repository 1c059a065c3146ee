"""Edit Role and Permissions, Make Admin, Remove Admin, Revoke User and its reverse (R050–R053, R184)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput, NotFound
from contracts.provider_directory.errors import AccessChanged, OwnAccess
from contracts.provider_directory.events import access_notice_due
from contracts.provider_directory.users import OfficeUser
from provider_directory.adapters import people
from provider_directory.operations import acting, granting
from provider_directory.operations.users import shown_link
from provider_directory.repository import links, offices, users
from provider_directory.rules.grants import ADMINISTRATOR, Access, Grant, needed
from provider_directory.rules.people import Person
from servicekit import clock
from servicekit.work import Tx, Work

BY_ADMINISTRATOR = "administrator"


def change_access(
    work: Work, *, link_id: UUID, version: int, role: str | None, grants: Sequence[dict] | None
) -> dict[str, Any]:
    """`OfficeUser` with the new role and permissions; what is not named stays.

    Raises Forbidden, NotFound, AccessChanged with the person as she is now, LastAdministrator, and
    InvalidInput for practitioners or sites that are not the office's.
    """
    with work.transaction() as tx:
        office, link = _held(work, tx, link_id)
        if link.version != version or link.state != granting.ACTIVE:
            current = OfficeUser().dump(shown_link(work, tx.session, link))
            raise AccessChanged(current=current)
        after = _wanted(work, tx.session, link, role, grants)
        changed = apply(work, tx, link, after, BY_ADMINISTRATOR, office.name)
        return tx.answer(shown_link(work, tx.session, changed))


def revoke_access(work: Work, *, link_id: UUID, reason: str | None) -> dict[str, Any]:
    """End somebody's access to this Provider ID at once; her other links stay (R053). The reason is kept with
    the change. The `OfficeUser` as she is then. Raises Forbidden, NotFound, OwnAccess, LastAdministrator."""
    with work.transaction() as tx:
        office, link = _held(work, tx, link_id)
        if link.id == office.link_id:
            raise OwnAccess()
        if link.state != granting.REVOKED:
            granting.end(
                work, tx, link, state=granting.REVOKED, action="revoked", actor_kind=BY_ADMINISTRATOR,
                reason="revoked", why=reason,
            )  # fmt: skip
            tell_notices(work, tx, link, "access_revoked", office.name)
        return tx.answer(_now(work, tx, office, link_id))


def restore_access(work: Work, *, link_id: UUID, reason: str | None) -> dict[str, Any]:
    """Give revoked access back as it was, in a new context; the reason is kept with the change. The
    `OfficeUser` as she is then. Raises Forbidden, NotFound."""
    with work.transaction() as tx:
        office, link = _held(work, tx, link_id)
        if link.state == granting.REVOKED:
            had = granting.access_of(tx.session, work.viewer, link)
            restore(work, tx, link, had, BY_ADMINISTRATOR, reason)
            tell_notices(work, tx, link, "access_restored", office.name)
        return tx.answer(_now(work, tx, office, link_id))


def restore(work: Work, tx: Tx, link: Row, access: Access, actor_kind: str, why: str | None = None) -> Row:
    """An ended `link` is active again with this role and these grants."""
    return granting.begin(
        work, tx,
        billing_provider_id=link.billing_provider_id, account_id=link.account_id, person=person_of(work,
        link), role=access.role, given=access.grants, all_features=access.all_features, action="restored",
        actor_kind=actor_kind, why=why,
    )  # fmt: skip


def apply(work: Work, tx: Tx, link: Row, after: Access, actor_kind: str, office: str) -> Row:
    """Change an active link to `after`, if it is anything else, and tell those who have to know."""
    before = granting.access_of(tx.session, work.viewer, link)
    if before == after:
        return link
    role_changed = before.role != after.role
    action = "role_changed" if role_changed else "grants_changed"
    changed = granting.change(work, tx, link, after, action=action, actor_kind=actor_kind)
    role_news = "made_administrator" if after.role == ADMINISTRATOR else "made_user"
    tell_notices(work, tx, changed, role_news if role_changed else "permissions_changed", office)
    return changed


def tell_notices(work: Work, tx: Tx, link: Row, what: str, office: str) -> None:
    """Write to the person and to every other administrator but the one who did it (R052, R053)."""
    others = links.able_administrators(tx.session, work.viewer, link.billing_provider_id)
    to = {one.account_id for one in others} - {work.viewer.account_id} | {link.account_id}
    name = person_of(work, link).name
    for account_id in sorted(to):
        tx.tell(
            access_notice_due,
            about=account_id,
            account_id=account_id,
            what=what,
            own=account_id == link.account_id,
            person=name,
            office=office,
        )


def person_of(work: Work, link: Row) -> Person:
    """Whose link it is."""
    return people.unseal(work, link.person_sealed)


def _held(work: Work, tx: Tx, link_id: UUID) -> tuple[Row, Row]:
    """The acting administrator's link, and that of the person; nobody else changes either. Raises Forbidden,
    NotFound."""
    office = acting.holding_administrator(work, tx.session)
    link = users.of_office(tx.session, work.viewer, office.billing_provider_id, link_id)
    if link is None:
        raise NotFound()
    return office, link


def _wanted(work: Work, session: Session, link: Row, role: str | None, grants: Any) -> Access:
    before = granting.access_of(session, work.viewer, link)
    new_role = role or before.role
    if grants is None:
        return Access(new_role, link.state, needed(new_role, before.grants), before.all_features)
    given = tuple(Grant(**grant) for grant in grants)
    check_scopes(work, session, given)
    return Access(new_role, link.state, needed(new_role, given))


def check_scopes(work: Work, session: Session, given: Sequence[Grant]) -> None:
    """Only practitioners and sites of the acting administrator's Provider ID can be granted (R054). Raises
    InvalidInput."""
    today = clock.today(work.settings.plan_zone)
    wanted = {"provider": {one.provider_scope for one in given}, "site": {one.site_scope for one in given}}
    look = {"provider": offices.practitioners_in_scope, "site": offices.sites_in_scope}
    for kind, ids in wanted.items():
        if ids - {None}:
            known = {one.id for one in look[kind](session, work.viewer, today)}
            if not ids - {None} <= known:
                raise InvalidInput(fields={"grants": ["field.invalid"]})


def _now(work: Work, tx: Tx, office: Row, link_id: UUID) -> dict[str, Any]:
    link = users.of_office(tx.session, work.viewer, office.billing_provider_id, link_id)
    return shown_link(work, tx.session, link)
