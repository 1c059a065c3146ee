"""Places in doctors' panels."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from provider_directory.models import HeardChange, Panel, PanelPlace
from provider_directory.rules.panel import ACTIVE, SCHEDULED, Heard
from servicekit import clock
from servicekit.work import Viewer


def lock_panel(session: Session, viewer: Viewer, provider_id: UUID, line: str) -> bool:
    """Nobody else takes or frees a place in it until the transaction ends; False when there is none."""
    panel = select(Panel.line).where(Panel.practitioner_id == provider_id, Panel.line == line)
    return session.scalar(panel.with_for_update()) is not None


def free_what_ran_out(session: Session, viewer: Viewer, provider_id: UUID, line: str) -> None:
    """Remove held places of a panel whose time is over."""
    session.execute(
        delete(PanelPlace).where(
            *_in(provider_id, line), PanelPlace.state == "held", PanelPlace.held_until <= clock.now()
        )
    )


def has_place(session: Session, viewer: Viewer, provider_id: UUID, line: str, member_key: UUID) -> bool:
    """Whether the member has any place with the doctor."""
    place = select(PanelPlace.line).where(*_in(provider_id, line), PanelPlace.member_key == member_key)
    return session.scalar(place) is not None


def hold(
    session: Session, viewer: Viewer, place: dict[str, Any], effective_on: date, held_until: datetime
) -> None:
    """Hold a place (practitioner_id, line, member_key); one she has stays what it is, and is held too."""
    values = place | {"held_until": held_until, "changed_at": clock.now()}
    fresh = insert(PanelPlace).values(state="held", effective_on=effective_on, **values)
    session.execute(
        fresh.on_conflict_do_update(
            index_elements=list(place), set_={name: values[name] for name in ("held_until", "changed_at")}
        )
    )


def lock_member(session: Session, viewer: Viewer, member_key: UUID, line: str) -> None:
    """Nobody else works out this member's places in the line until the transaction ends."""
    key = func.hashtextextended(f"{member_key}/{line}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))


def record_change(session: Session, viewer: Viewer, change: dict[str, Any]) -> None:
    """Note how far a change came (columns of HeardChange). What is withdrawn or changed stays so."""
    fresh = insert(HeardChange).values(heard_at=clock.now(), **change)
    new = fresh.excluded
    session.execute(
        fresh.on_conflict_do_update(
            index_elements=["change_id"],
            set_={
                "state": new.state,
                "effective_on": func.coalesce(new.effective_on, HeardChange.effective_on),
            },
            where=HeardChange.state == SCHEDULED,
        )
    )


def changes_of(session: Session, viewer: Viewer, member_key: UUID, line: str) -> list[Heard]:
    """All changes heard of a member in a line."""
    columns = (
        HeardChange.change_id,
        HeardChange.provider_id,
        HeardChange.effective_on,
        HeardChange.state,
        HeardChange.heard_at,
    )
    heard = select(*columns).where(HeardChange.member_key == member_key, HeardChange.line == line)
    return [Heard(*row) for row in session.execute(heard)]


def places_of(session: Session, viewer: Viewer, member_key: UUID, line: str) -> Sequence[PanelPlace]:
    """The member's places in a line."""
    return session.scalars(
        select(PanelPlace).where(PanelPlace.member_key == member_key, PanelPlace.line == line)
    ).all()


GIVE = text("""
    INSERT INTO panel_places AS old
        (practitioner_id, line, member_key, state, effective_on, changed_at)
    SELECT practitioner_id, line, :member_key, :state, :effective_on, :now FROM panels
    WHERE practitioner_id = :provider_id AND line = :line
    ON CONFLICT (practitioner_id, line, member_key) DO UPDATE
    SET state = excluded.state, effective_on = excluded.effective_on, changed_at = excluded.changed_at,
        held_until = CASE WHEN old.state = 'held' THEN NULL ELSE old.held_until END
    WHERE (old.state, old.effective_on) IS DISTINCT FROM (excluded.state, excluded.effective_on)
""")


def give(
    session: Session,
    viewer: Viewer,
    place: dict[str, Any],
    state: str,
    effective_on: date | None,
) -> None:
    """Make a place scheduled or active. A doctor whom the directory doesn't list has none to give."""
    session.execute(GIVE, place | {"state": state, "effective_on": effective_on, "now": clock.now()})


def free(session: Session, viewer: Viewer, provider_id: UUID, line: str, member_key: UUID) -> None:
    """Free a scheduled or active place; if it is held besides, the hold stays."""
    mine = (*_in(provider_id, line), PanelPlace.member_key == member_key)
    still_held = PanelPlace.held_until > clock.now()
    session.execute(update(PanelPlace).where(*mine, still_held).values(state="held"))
    session.execute(delete(PanelPlace).where(*mine, PanelPlace.state.in_((SCHEDULED, ACTIVE))))


def _in(provider_id: UUID, line: str) -> tuple:
    return PanelPlace.practitioner_id == provider_id, PanelPlace.line == line
