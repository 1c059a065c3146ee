"""What a member wishes (R151, R156)."""

from typing import Any

from sqlalchemy import Row

from contracts.errors import NotFound
from contracts.member.errors import PreferencesChanged
from member.repository import coverage, preferences
from servicekit import clock
from servicekit.work import Work

NAMES = (
    "spoken_language", "written_language", "needs_interpreter", "text_size", "grayscale", "notices",
    "version",
)  # fmt: skip


def get_preferences(work: Work) -> dict[str, Any]:
    """The fields of `Preferences`; the defaults for who never chose."""
    with work.reading() as session:
        return shown_wishes(preferences.own(session, work.viewer))


def change_preferences(work: Work, version: int, **wishes: Any) -> dict[str, Any]:
    """Keep all of them. Raises PreferencesChanged when they were changed since `version`, NotFound."""
    with work.transaction() as tx:
        if coverage.hold_own_member(tx.session, work.viewer) is None:
            raise NotFound()
        now = shown_wishes(preferences.own(tx.session, work.viewer))
        if now["version"] != version:
            raise PreferencesChanged(current=now)
        preferences.save(tx.session, work.viewer, clock.now(), **wishes)
        return tx.answer(wishes | {"version": version + 1})


def shown_wishes(found: Row | None) -> dict[str, Any]:
    """Never chosen is version 1."""
    return {name: getattr(found, name) for name in NAMES} if found is not None else {"version": 1}
