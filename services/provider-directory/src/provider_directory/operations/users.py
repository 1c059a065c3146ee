"""Manage Users: who has access to the viewer's Provider ID (R038, R039, R048–R055)."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput, NotFound
from contracts.provider_directory.access import FEATURES, LARGEST_PAGE
from provider_directory.adapters import people
from provider_directory.operations import acting
from provider_directory.repository import offices, users
from provider_directory.rules import user_table
from provider_directory.rules.grants import Access, features, from_json
from provider_directory.rules.invitations import State, shown_state
from provider_directory.rules.user_table import Entry
from servicekit import clock
from servicekit.offload import off_hub
from servicekit.seal import SealBroken
from servicekit.work import Work

CURSOR = "provider_directory.user_cursor"


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
    """`OfficeUsers`: a page of the table, pending invitations included. Three questions to the database,
    however long the page. Raises Forbidden."""
    cursor = _unsealed(work, after) if after else None
    with work.reading() as session:
        office = acting.administrator(work, session)
        everybody = users.everybody(session, work.viewer, office.billing_provider_id)
        some, following = off_hub(
            _page, work, everybody, (text, role, status), (order, direction, cursor, limit)
        )
        given = users.grants_of(session, work.viewer, [entry.id for entry in some])
    sealed = work.sealer.seal(CURSOR, following.encode()) if following else None
    return {"users": [shown(work, one, given.get(one.id, one.grants)) for one in some], "next": sealed}


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
    return shown(work, _entry_of_link(work, link), given.get(link.id, []))


def shown_everybody(work: Work, session: Session, billing_provider_id: UUID) -> list[dict[str, Any]]:
    """`PersonOfOffice` of the first 200 people of a Provider ID by name, for staff."""
    everybody = users.everybody(session, work.viewer, billing_provider_id)
    some, _ = off_hub(_page, work, everybody, (None, None, None), ("name", "up", None, LARGEST_PAGE))
    given = users.grants_of(session, work.viewer, [entry.id for entry in some])
    return [shown(work, one, given.get(one.id, one.grants)) | {"account_id": one.account_id} for one in some]


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


def hear_locked(work: Work, *, account_id: UUID | None, locked: bool) -> None:
    """Identity locked or unlocked an account: the table says so (R051)."""
    with work.transaction() as tx:
        if account_id is not None:
            users.mark_locked(tx.session, work.viewer, account_id, locked)


def hear_email_changed(work: Work, *, account_id: UUID | None) -> None:
    """An account has another address: the rows of its links say so, and a second invitation to it is seen."""
    person = people.ask(work, account_id) if account_id else None
    with work.transaction() as tx:
        if person is not None:
            users.renew_person(tx.session, work.viewer, account_id, people.seal(work, person))


def _page(work: Work, everybody: Any, wanted: tuple, place: tuple) -> tuple[list[Entry], str | None]:
    entries = (_entry(work, row) for row in everybody)
    try:
        return user_table.page((one for one in entries if user_table.fits(one, *wanted)), *place)
    except user_table.NotACursor:
        raise InvalidInput(fields={"after": ["field.invalid"]}) from None


def _entry(work: Work, row: Row) -> Entry:
    if not row.invited:
        return _entry_of_link(work, row)
    state = shown_state(State(row.state), row.expires_at, clock.now())
    return Entry(
        row.id, people.unseal(work, row.person_sealed), row.role, user_table.INVITED, row.version,
        grants=tuple(row.grants), invitation=state, expires_at=row.expires_at,
    )  # fmt: skip


def _entry_of_link(work: Work, row: Row) -> Entry:
    status = user_table.status_of(row.state, row.locked)
    return Entry(
        row.id, people.unseal(work, row.person_sealed), row.role, status, row.version,
        account_id=row.account_id, all_features=row.all_features,
    )  # fmt: skip


def _named(id: UUID, *words: str) -> dict[str, Any]:
    return {"id": id, "name": " ".join(words)}


def _unsealed(work: Work, after: str) -> str:
    try:
        return work.sealer.unseal(CURSOR, after).decode()
    except SealBroken:
        raise InvalidInput(fields={"after": ["field.invalid"]}) from None
