"""Places in doctors' panels: holding one before a change is saved, and following what became of it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contracts.errors import NotFound
from contracts.provider_directory.errors import ProviderUnavailable
from provider_directory.operations.cards import CARD, shown
from provider_directory.repository import panels
from provider_directory.rules.availability import Patient
from provider_directory.rules.panel import ACTIVE, CHANGED, HELD_SECONDS, SCHEDULED, WITHDRAWN, places
from servicekit import clock
from servicekit.work import Viewer, Work


def reserve_panel_place(
    work: Work,
    *,
    provider_id: UUID,
    member_key: UUID,
    line: str,
    age: int | None,
    sex: str | None,
    existing_patient: bool,
    effective_on: date,
) -> dict[str, Any]:
    """`ProviderCard` of the doctor, in whose panel the member now has a place (R132).

    The last place goes to one: the panel is locked from the look until the commit. A place that the member
    has already is hers whatever the doctor's terms are now. Raises NotFound, ProviderUnavailable.
    """
    with work.transaction() as tx:
        session, viewer = tx.session, work.viewer
        if not panels.lock_panel(session, viewer, provider_id, line):
            raise NotFound()
        panels.free_what_ran_out(session, viewer, provider_id, line)
        patient = Patient(age, sex, existing_patient)
        found = shown(
            session, viewer, [provider_id], line, lambda _: patient, lambda at: at.pcp_eligible
        ).get(provider_id)
        if found is None:
            raise NotFound()
        if found["reason"] and not panels.has_place(session, viewer, provider_id, line, member_key):
            raise ProviderUnavailable(reason=found["reason"])
        place = {"practitioner_id": provider_id, "line": line, "member_key": member_key}
        panels.hold(session, viewer, place, effective_on, clock.later(HELD_SECONDS))
        return tx.answer({name: found[name] for name in CARD})


def hear_scheduled(
    work: Work,
    *,
    change_id: UUID,
    member_key: UUID,
    line: str,
    provider_id: UUID,
    effective_on: date,
    **_: Any,
) -> None:
    """The change was saved: the held place is hers from the day on."""
    _hear(work, change_id, member_key, line, provider_id, effective_on, SCHEDULED)


def hear_withdrawn(
    work: Work, *, change_id: UUID, member_key: UUID, line: str, provider_id: UUID, **_: Any
) -> None:
    """The change will not happen: the place is free."""
    _hear(work, change_id, member_key, line, provider_id, None, WITHDRAWN)


def hear_changed(
    work: Work,
    *,
    change_id: UUID,
    member_key: UUID,
    line: str,
    provider_id: UUID,
    effective_on: date,
    **_: Any,
) -> None:
    """The day has come: the place is taken, and the one with the doctor before is free."""
    _hear(work, change_id, member_key, line, provider_id, effective_on, CHANGED)


def _hear(
    work: Work,
    change_id: UUID,
    member_key: UUID,
    line: str,
    provider_id: UUID,
    effective_on: date | None,
    state: str,
) -> None:
    with work.transaction() as tx:
        panels.lock_member(tx.session, work.viewer, member_key, line)
        change = {
            "change_id": change_id,
            "member_key": member_key,
            "line": line,
            "provider_id": provider_id,
            "effective_on": effective_on,
            "state": state,
        }
        panels.record_change(tx.session, work.viewer, change)
        _settle(tx.session, work.viewer, member_key, line)


def _settle(session: Session, viewer: Viewer, member_key: UUID, line: str) -> None:
    """Give and free places so that they are what the changes heard so far say."""
    right = places(panels.changes_of(session, viewer, member_key, line))
    has_doctor = any(state == ACTIVE for state, _ in right.values())
    had = {
        place.practitioner_id: place.state for place in panels.places_of(session, viewer, member_key, line)
    }
    # Always in the order of ids: two members who change places would wait for each other for ever.
    for provider_id in sorted(right.keys() | had.keys()):
        if provider_id in right:
            place = {"provider_id": provider_id, "line": line, "member_key": member_key}
            panels.give(session, viewer, place, *right[provider_id])
        elif had[provider_id] == SCHEDULED or (had[provider_id] == ACTIVE and has_doctor):
            panels.free(session, viewer, provider_id, line, member_key)
