"""Asking an office's administrators for access or for a permission, and their answer (R020, R187)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput, NotFound
from contracts.provider_directory import errors as e
from contracts.provider_directory.access import MOST_GRANTS
from contracts.provider_directory.events import access_request_decided, access_requested
from provider_directory.adapters import people
from provider_directory.operations import acting, granting
from provider_directory.operations.access import check_scopes
from provider_directory.operations.association import held_for, opened
from provider_directory.operations.telling import tell_confirmed
from provider_directory.operations.unasked_cases import open_unasked
from provider_directory.repository import access_requests, links
from provider_directory.repository import grants as granted
from provider_directory.rules.grants import ADMINISTRATOR, Access, Grant, needed
from servicekit import clock
from servicekit.work import Tx, Viewer, Work

MESSAGE = "provider_directory.access_request"
NOBODY = {"why": "no_administrator"}


def create_access_request(work: Work, *, match_token: str) -> dict[str, Any]:
    """Ask the administrators of the matched Provider ID; a second click asks once.

    Raises MatchExpired, ProviderAlreadyLinked, AssociationHeld.
    """
    match = opened(work, match_token)
    person = people.ask(work, match.account_id)
    with work.transaction() as tx:
        office, link = held_for(work, tx, match)
        if link is not None and link.state == "active":
            raise e.ProviderAlreadyLinked()
        values = {"billing_provider_id": office.id, "feature": None, "message_sealed": None}
        request_id = _ask(work, tx, office.name, values | people.seal(work, person))
        return tx.answer({"request_id": request_id})


def create_permission_request(work: Work, *, feature: str, message: str | None) -> dict[str, Any]:
    """Ask my administrators for what I miss (R187). Raises Forbidden, PermissionThere."""
    with work.transaction() as tx:
        link = acting.holding_somebody(work, tx.session)
        if _has_everywhere(tx.session, work.viewer, link, feature):
            raise e.PermissionThere()
        sealed = work.sealer.seal(MESSAGE, message.encode()) if message else None
        values = {
            "billing_provider_id": link.billing_provider_id,
            "feature": feature,
            "message_sealed": sealed,
            "person_sealed": link.person_sealed,
            "email_key": link.email_key,
        }
        return tx.answer({"request_id": _ask(work, tx, link.name, values)})


def list_access_requests(work: Work, *, after: UUID | None, limit: int) -> dict[str, Any]:
    """`AccessRequests` to the viewer's Provider ID. Raises Forbidden for who is no administrator."""
    with work.reading() as session:
        here = acting.administrator(work, session)
        rows = access_requests.open_ones(session, work.viewer, here.billing_provider_id, after, limit + 1)
    following = rows[limit - 1].id if len(rows) > limit else None
    return {"requests": [_shown(work, row) for row in rows[:limit]], "next": following}


def change_access_request(
    work: Work,
    *,
    request_id: UUID,
    decision: str,
    role: str,
    grants: Sequence[Mapping[str, Any]],
    all_features: bool,
    reason: str | None,
) -> None:
    """An administrator's answer; who asked is told.

    Raises Forbidden, NotFound, RequestDecided, and InvalidInput for practitioners or sites that are not the
    office's.
    """
    with work.transaction() as tx:
        here = acting.holding_administrator(work, tx.session)
        request = access_requests.hold(tx.session, work.viewer, here.billing_provider_id, request_id)
        if request is None:
            raise NotFound()
        if request.state != access_requests.OPEN:
            raise e.RequestDecided(state=request.state)
        state = "approved" if decision == "approve" else "denied"
        sealed = work.sealer.seal(MESSAGE, reason.encode()) if reason else None
        access_requests.decide(tx.session, work.viewer, request.id, state, clock.now(), sealed)
        if decision == "approve":
            given = [Grant(**one) for one in grants]
            check_scopes(work, tx.session, given)
            _approve(work, tx, here, request, Access(role, "active", tuple(given), all_features))
        tell_decided(tx, request, here.name, state, reason)
        tx.answer({})


def _has_everywhere(session: Session, viewer: Viewer, link: Row, feature: str) -> bool:
    if link.role == ADMINISTRATOR or link.all_features:
        return True
    return any(one.covers(Grant(feature)) for one in granted.of_link(session, viewer, link.link_id))


def tell_asked(work: Work, tx: Tx, request: Row, office: str, *, reminder: bool) -> None:
    """Write to every administrator that somebody waits; `request` is a row of access_requests. Where no
    administrator is left who could answer, a specialist gets a case."""
    person = people.unseal(work, request.person_sealed).name
    able = links.able_administrators(tx.session, work.viewer, request.billing_provider_id)
    if not (able or reminder):
        open_unasked(work, tx, "other", NOBODY, request.account_id, request.billing_provider_id)
    for administrator in able:
        tx.tell(
            access_requested,
            about=administrator.account_id,
            account_id=administrator.account_id,
            request_id=request.id,
            person=person,
            office=office,
            feature=request.feature,
            reminder=reminder,
        )


def tell_decided(tx: Tx, request: Row, office: str, state: str, reason: str | None = None) -> None:
    """Write the answer to who asked."""
    tx.tell(
        access_request_decided,
        about=request.account_id,
        account_id=request.account_id,
        office=office,
        feature=request.feature,
        state=state,
        reason=reason,
    )


def _ask(work: Work, tx: Tx, office: str, values: dict[str, Any]) -> UUID:
    request, new = access_requests.ask(tx.session, work.viewer, clock.now(), **values)
    if new:
        tell_asked(work, tx, request, office, reminder=False)
    return request.id


def _approve(work: Work, tx: Tx, here: Row, request: Row, wanted: Access) -> None:
    link = links.of_account(tx.session, work.viewer, here.billing_provider_id, request.account_id)
    linked = link is not None and link.state == "active"
    if request.feature is None and not linked:
        _let_in(work, tx, here, request, wanted)
    elif request.feature is not None and linked:
        _add(work, tx, link, wanted.grants or (Grant(request.feature),))
    elif request.feature is not None:
        raise e.RequestDecided(state="withdrawn")


def _let_in(work: Work, tx: Tx, here: Row, request: Row, wanted: Access) -> None:
    link = granting.begin(
        work,
        tx,
        billing_provider_id=here.billing_provider_id,
        account_id=request.account_id,
        person=people.unseal(work, request.person_sealed),
        role=wanted.role,
        action="approved",
        actor_kind="administrator",
        given=wanted.grants,
        all_features=wanted.all_features,
    )
    tell_confirmed(tx, here.name, link)


def _add(work: Work, tx: Tx, link: Row, more: Sequence[Grant]) -> None:
    now = granting.access_of(tx.session, work.viewer, link)
    after = Access(now.role, now.state, (*now.grants, *more), now.all_features)
    if len(needed(after.role, after.grants, after.all_features)) > MOST_GRANTS:
        raise InvalidInput(fields={"grants": ["field.too_long"]})
    granting.change(work, tx, link, after, action="grants_changed", actor_kind="administrator")


def _shown(work: Work, row: Row) -> dict[str, Any]:
    person = people.unseal(work, row.person_sealed)
    message = work.sealer.unseal(MESSAGE, row.message_sealed).decode() if row.message_sealed else None
    return {
        "request_id": row.id,
        "person": {"first_name": person.first_name, "last_name": person.last_name, "email": person.email},
        "feature": row.feature,
        "message": message,
        "asked_at": row.asked_at,
        "reminded_at": row.reminded_at,
    }
