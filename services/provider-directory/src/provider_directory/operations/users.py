"""Manage Users: who has access to the viewer's Provider ID (R038, R039, R048–R055)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.procedures import PROVIDER
from contracts.provider_directory.access import FEATURES
from provider_directory.adapters import people
from provider_directory.operations import acting, user_pages
from provider_directory.operations.user_pages import Place, Wanted, entry_of_link
from provider_directory.repository import access_requests, account_locks, offices, users
from provider_directory.rules import user_table
from provider_directory.rules.grants import Access, features, from_json
from provider_directory.rules.user_table import Entry
from servicekit import clock
from servicekit.work import Work


def list_users(
    work: Work,
    *,
    text: str | None,
    role: str | None,
    status: str | None,
    order: str,
    direction: str,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """`OfficeUsers`: a page of the table, pending invitations included. Four questions to the database,
    however long the page and the table. Raises Forbidden, InvalidInput."""
    wanted, place = Wanted(text, role, status), Place(order, direction, limit, after)
    with work.reading() as session:
        office = acting.administrator(work, session)
        some, following = user_pages.read(work, session, office.billing_provider_id, wanted, place)
        return {"users": _shown_each(work, session, some), "next": following}


def get_user(work: Work, *, link_id: UUID) -> dict[str, Any]:
    """`OfficeUserDetail`: one person, and what may be chosen for her. Raises Forbidden, NotFound."""
    today = clock.today(work.settings.plan_zone)
    with work.reading() as session:
        office = acting.administrator(work, session)
        link = users.of_office(session, work.viewer, office.billing_provider_id, link_id)
        if link is None:
            raise NotFound()
        doctors = offices.practitioners_in_scope(session, work.viewer, today)
        sites = offices.sites_in_scope(session, work.viewer, today)
        return {
            "user": shown_link(work, session, link),
            "practitioners": [_named(one.id, one.first_name, one.last_name) for one in doctors],
            "sites": [_named(one.id, f"{one.name}, {one.line1},", one.city) for one in sites],
        }


def shown_link(work: Work, session: Session, link: Row) -> dict[str, Any]:
    """`OfficeUser` of a row of `links`."""
    given = users.grants_of(session, work.viewer, [link.id])
    locked = account_locks.is_locked(session, work.viewer, link.account_id, clock.now())
    return shown(work, entry_of_link(work, link, locked), given.get(link.id, []))


def page_for_staff(
    work: Work, session: Session, billing_provider_id: UUID, after: str | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """`PersonOfOffice` of a page of a Provider ID's people by name, and where the next begins. Raises
    InvalidInput."""
    place = Place(limit=limit, after=after)
    some, following = user_pages.read(work, session, billing_provider_id, Wanted(), place)
    shown_some = _shown_each(work, session, some)
    accounts = [{"account_id": one.account_id} for one in some]
    return [one | account for one, account in zip(shown_some, accounts, strict=True)], following


def person_for_staff(work: Work, session: Session, link: Row) -> dict[str, Any]:
    """`PersonOfOffice` of a row of `links`."""
    return shown_link(work, session, link) | {"account_id": link.account_id}


def shown(work: Work, entry: Entry, grants: Any) -> dict[str, Any]:
    """`OfficeUser` of an entry with these grants."""
    access = Access(entry.role, entry.status, tuple(map(from_json, grants)), entry.all_features)
    invited = entry.invitation is not None
    return {
        "link_id": None if invited else entry.id,
        "invitation_id": entry.id if invited else None,
        "invitation_state": entry.invitation,
        "expires_at": entry.expires_at,
        "first_name": entry.person.first_name,
        "last_name": entry.person.last_name,
        "email": entry.person.email,
        "role": entry.role,
        "status": entry.status,
        "version": entry.version,
        "own": entry.account_id is not None and entry.account_id == work.viewer.account_id,
        "features": features(access, FEATURES),
        "grants": list(grants),
        "actions": user_table.actions(entry, work.viewer.account_id),
    }


def hear_locked(work: Work, *, account_id: UUID | None, kind: str, until: datetime | None) -> None:
    """Identity locked an account: the table says so (R051), also of access that begins meanwhile. `until` is
    None for a lock that doesn't end by itself."""
    with work.transaction() as tx:
        if account_id is not None and kind == PROVIDER:
            account_locks.put(tx.session, work.viewer, account_id, until)


def hear_unlocked(work: Work, *, account_id: UUID | None) -> None:
    """And unlocked it."""
    with work.transaction() as tx:
        if account_id is not None:
            account_locks.remove(tx.session, work.viewer, account_id)


def hear_email_changed(work: Work, *, account_id: UUID | None) -> None:
    """An account has another address: the rows of its links say so, and a second invitation to it is seen."""
    person = people.ask(work, account_id) if account_id else None
    with work.transaction() as tx:
        if person is not None:
            sealed = people.seal(work, person)
            users.renew_person(tx.session, work.viewer, account_id, sealed)
            access_requests.renew_person(tx.session, work.viewer, account_id, sealed)


def _shown_each(work: Work, session: Session, some: Sequence[Entry]) -> list[dict[str, Any]]:
    given = users.grants_of(session, work.viewer, [entry.id for entry in some])
    return [shown(work, one, given.get(one.id, one.grants)) for one in some]


def _named(id: UUID, *words: str) -> dict[str, Any]:
    return {"id": id, "name": " ".join(words)}
