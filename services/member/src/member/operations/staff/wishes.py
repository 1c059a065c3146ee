"""What a member tells on the telephone: an interpreter, where her mail goes in confidence (R143, R225)."""

from typing import Any
from uuid import UUID

from contracts.errors import NotFound
from contracts.member.preferences import Preferences
from member.operations import contact, preferences
from member.operations.staff.acting import BY_STAFF, for_member
from member.repository import contact as entries
from member.repository import preferences as wishes
from member.rules.contact import ADDRESS, CONFIDENTIAL
from servicekit.work import Work


def change_interpreter_need(
    work: Work, member_key: UUID, needs_interpreter: bool, spoken_language: str | None, version: int
) -> dict[str, Any]:
    """Write it into her preferences, the rest of which stays; so does the language when none is named.

    Raises NotFound, PreferencesChanged.
    """
    hers = for_member(work, member_key)
    with work.reading() as session:
        chosen = Preferences().load({}) | preferences.shown_wishes(wishes.own(session, hers.viewer))
    language = spoken_language or chosen["spoken_language"]
    told = {"needs_interpreter": needs_interpreter, "spoken_language": language, "version": version}
    return preferences.change_preferences(hers, **chosen | told)


def change_confidential_address(
    work: Work, member_key: UUID, reason_text: str, **address: Any
) -> dict[str, Any]:
    """Send her mail there from now on; the one before ends. The fields of `ContactPoint`.

    Raises NotFound, ContactFull.
    """
    said = {"kind": ADDRESS, "use": CONFIDENTIAL, "preferred": False, **address}
    return contact.create_contact_point(
        for_member(work, member_key), source=BY_STAFF, because=reason_text, **said
    )


def end_confidential_address(work: Work, member_key: UUID, reason_text: str) -> None:
    """Her mail goes to her other addresses again. Raises NotFound, ContactPointNeeded without any."""
    hers = for_member(work, member_key)
    with work.reading() as session:
        secret = entries.confidential(session, hers.viewer)
    if secret is None:
        raise NotFound()
    contact.end_contact_point(hers, contact_point_id=secret.id, version=secret.version, because=reason_text)
