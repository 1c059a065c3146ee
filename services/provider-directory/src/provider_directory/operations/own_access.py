"""The provider home, and what one may do oneself (R018, R022, R029, R184–R187)."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.provider_directory.access import FEATURES
from provider_directory.adapters import people
from provider_directory.operations import acting
from provider_directory.operations.linked import as_link
from provider_directory.repository import access_requests, agreements, grants, history, links, offices
from provider_directory.rules.grants import ADMINISTRATOR, Access, as_json, features
from servicekit import clock
from servicekit.work import Work

MOST_COUNTED = 100
NOTHING_YET = {"features": [], "representative": None, "practitioner_count": 0, "open_request_count": 0}


def get_provider_home(work: Work) -> dict[str, Any]:
    """`ProviderHome` of the chosen context; before an agreement was ever confirmed for it, the agreement and
    nothing of the office (R022). Raises Forbidden without a context."""
    today = clock.today(work.settings.plan_zone)
    with work.reading() as session:
        here = acting.arrival(work, session)
        if here.agreed_at is None:
            return NOTHING_YET | {"link": as_link(here), "agreement": _agreement_due(work, session, here)}
        return {
            "link": as_link(here),
            "features": features(_access(work, session, here), FEATURES),
            "representative": _representative(work, session, here),
            "practitioner_count": len(offices.practitioners_in_scope(session, work.viewer, today)),
            "open_request_count": _open_requests(work, session, here),
            "agreement": _agreement_due(work, session, here),
        }


def get_own_access(work: Work, *, before: int | None, limit: int) -> dict[str, Any]:
    """`OwnAccess` in the chosen context: a page of changes with everything else. Raises Forbidden,
    AgreementNeeded."""
    today = clock.today(work.settings.plan_zone)
    with work.reading() as session:
        viewer, here = work.viewer, acting.somebody(work, session)
        access = _access(work, session, here)
        changes = history.page(session, viewer, here.link_id, before, limit + 1)
        doctors = offices.practitioners_in_scope(session, viewer, today)
        sites = offices.sites_in_scope(session, viewer, today)
        administrators = links.able_administrators(session, viewer, here.billing_provider_id)
        requested = access_requests.own_features(session, viewer, here.billing_provider_id)
    return {
        "link": as_link(here),
        "features": features(access, FEATURES),
        "all_features": access.role == ADMINISTRATOR or access.all_features,
        "grants": [as_json(one) for one in access.grants],
        "practitioners": [{"id": one.id, "name": f"{one.first_name} {one.last_name}"} for one in doctors],
        "sites": [{"id": one.id, "name": f"{one.name}, {one.line1}, {one.city}"} for one in sites],
        "administrators": [_colleague(work, one.person_sealed) for one in administrators],
        "requested": requested,
        "changes": [_change(work, row) for row in changes[:limit]],
        "next": changes[limit - 1].id if len(changes) > limit else None,
    }


def _access(work: Work, session: Session, here: Row) -> Access:
    given = grants.of_link(session, work.viewer, here.link_id)
    return Access(here.role, here.state, given, here.all_features)


def _representative(work: Work, session: Session, here: Row) -> dict[str, Any] | None:
    row = offices.representative(session, work.viewer, here.representative_id)
    return {"name": row.name, "phone": row.phone, "email": row.email} if row is not None else None


def _open_requests(work: Work, session: Session, here: Row) -> int:
    if here.role != ADMINISTRATOR:
        return 0
    return access_requests.count_open(session, work.viewer, here.billing_provider_id, MOST_COUNTED)


def _agreement_due(work: Work, session: Session, here: Row) -> dict[str, Any] | None:
    agreement = agreements.in_force(session, work.viewer) if here.agreement_due else None
    return {"version": agreement.version, "text": agreement.text} if agreement else None


def _colleague(work: Work, sealed: str) -> dict[str, Any]:
    person = people.unseal(work, sealed)
    return {"first_name": person.first_name, "last_name": person.last_name}


def _change(work: Work, row: Row) -> dict[str, Any]:
    actor = people.unseal(work, row.actor_sealed).name if row.actor_sealed else None
    shown = {name: getattr(row, name) for name in ("actor_kind", "action", "before", "after")}
    return shown | {"change_id": row.id, "changed_at": row.at, "actor_name": actor}
