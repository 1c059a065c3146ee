"""The table of an office's users: status, order, filter, pages and what may be done with a row (R048–R054).

Names and addresses are sealed at rest, so it is here, and not in the database, that they are put in order. A
cursor is a position among people (the key of the last one) or among invitations (the number of the last one).
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from provider_directory.rules.grants import ADMINISTRATOR
from provider_directory.rules.invitations import State, may_move
from provider_directory.rules.names import plain
from provider_directory.rules.people import Person, email_form

INVITED, ACTIVE, LOCKED, SUSPENDED, REVOKED = "invited", "active", "locked", "suspended", "revoked"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a link, or an invitation (then `invitation` is its state). `expires_at` is an invitation's."""

    id: UUID
    person: Person
    role: str
    status: str
    version: int
    account_id: UUID | None = None
    all_features: bool = False
    grants: tuple[dict[str, Any], ...] = ()
    invitation: State | None = None
    expires_at: datetime | None = None


class NotACursor(ValueError):
    """The text is none of ours, or of a table in another order."""


def status_of(link_state: str, locked: bool) -> str:
    """What a link is called (R051): a lock shows only where there is access to be kept from."""
    return LOCKED if link_state == ACTIVE and locked else link_state


def actions(entry: Entry, viewer_account_id: UUID | None) -> list[str]:
    """What the administrator who looks may do with the row now: nothing with her own."""
    if entry.invitation is not None:
        resend = ["resend"] if entry.invitation != State.STAGED else []
        return [*resend, "cancel"] if may_move(entry.invitation, State.CANCELLED) else []
    if entry.account_id == viewer_account_id or entry.status == SUSPENDED:
        return []
    if entry.status == REVOKED:
        return ["restore"]
    if entry.role == ADMINISTRATOR:
        return ["remove_administrator", "revoke"]
    return ["edit", "make_administrator", "revoke"]


def fits(entry: Entry, text: str | None, role: str | None, status: str | None) -> bool:
    """Whether the filter lets the row through; `text` is part of the name or the address."""
    if role not in (None, entry.role) or status not in (None, entry.status):
        return False
    if text is None:
        return True
    name = plain(entry.person.first_name) + plain(entry.person.last_name)
    other_way = plain(entry.person.last_name) + plain(entry.person.first_name)
    typed = plain(text)
    in_name = bool(typed) and (typed in name or typed in other_way)
    return in_name or email_form(text) in email_form(entry.person.email)


def page(
    entries: Iterable[Entry], order: str, direction: str, after: str | None, limit: int
) -> tuple[list[Entry], str | None]:
    """One page in this order, and the cursor of the next one, None at the end. Raises NotACursor.

    The cursor is a position, not a row: rows that come and go between two pages do no harm.
    """
    found = sorted(entries, key=lambda entry: _key(entry, order), reverse=direction == "down")
    start = _start(found, order, direction, after) if after else 0
    some = found[start : start + limit]
    more = start + limit < len(found)
    return some, json.dumps([order, direction, *_key(some[-1], order)]) if more else None


def invitation_cursor(order: str, direction: str, number: int) -> str:
    """The cursor of a page that ended with the invitation of this number."""
    return json.dumps([order, direction, number])


def ended_with(after: str, order: str, direction: str) -> int | None:
    """That number; None for a cursor among people. Raises NotACursor."""
    key = _key_in(after, order, direction)
    return key[0] if len(key) == 1 and isinstance(key[0], int) else None


def _key_in(after: str, order: str, direction: str) -> list[Any]:
    try:
        of_order, of_direction, *key = json.loads(after)
    except (ValueError, TypeError):
        raise NotACursor(after) from None
    if (of_order, of_direction) != (order, direction):
        raise NotACursor(after)
    return key


def _start(found: Sequence[Entry], order: str, direction: str, after: str) -> int:
    key = _key_in(after, order, direction)
    keys = [_key(entry, order) for entry in found]
    if direction == "up":
        return bisect_right(keys, tuple(key))
    return len(keys) - bisect_left(keys[::-1], tuple(key))


def _key(entry: Entry, order: str) -> tuple[str, ...]:
    name = (plain(entry.person.last_name), plain(entry.person.first_name))
    first = {
        "name": (),
        "email": (email_form(entry.person.email),),
        "role": (entry.role,),
        "status": (entry.status,),
    }[order]
    return (*first, *name, str(entry.id))
