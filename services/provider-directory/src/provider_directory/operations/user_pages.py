"""A page of everybody of an office, with access or invited (R048).

Names and addresses are sealed, so people are put in order here. A few invitations stand among them. Where
more wait, they follow the people, the newest first, and are read a stretch at a time: ten thousand of them
cost a page no more than some hundred.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput
from contracts.provider_directory.access import LARGEST_PAGE
from provider_directory.adapters import people
from provider_directory.repository import users
from provider_directory.rules import user_table
from provider_directory.rules.invitations import State, shown_state
from provider_directory.rules.user_table import Entry
from servicekit import clock
from servicekit.offload import off_hub
from servicekit.seal import SealBroken
from servicekit.work import Work

CURSOR = "provider_directory.user_cursor"

SORTED = LARGEST_PAGE
"""Most invitations that stand in order among the people."""

SEARCHED = 1000
"""The same while something is looked for; of more, a page looks through so many, and the next goes on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filter lets through; `text` is part of a name or an address."""

    text: str | None = None
    role: str | None = None
    status: str | None = None

    @property
    def most(self) -> int:
        """How many invitations are read at once."""
        return SEARCHED if self.text or self.role else SORTED

    def fits(self, entry: Entry) -> bool:
        """Whether a row is shown."""
        return user_table.fits(entry, self.text, self.role, self.status)


@dataclass(frozen=True, slots=True)
class Place:
    """Which page: order, direction, length, and `after`: the cursor of the page before."""

    order: str = "name"
    direction: str = "up"
    limit: int = LARGEST_PAGE
    after: str | None = None


def read(
    work: Work, session: Session, billing_provider_id: UUID, wanted: Wanted, place: Place
) -> tuple[list[Entry], str | None]:
    """The rows of the page, and the cursor of the next one, None at the end. Two questions to the database,
    however many people there are. Raises InvalidInput for a cursor that is none."""
    asked = (session, work.viewer, billing_provider_id)
    try:
        after = work.sealer.unseal(CURSOR, place.after).decode() if place.after else None
        before = user_table.ended_with(after, place.order, place.direction) if after else None
        invited = users.invited(*asked, before, wanted.most + 1) if _invited_too(wanted) else []
        rows = users.people(*asked, clock.now()) if before is None else []
        some, following = off_hub(_page, work, rows, invited, wanted, place, after, before is None)
    except (SealBroken, user_table.NotACursor):
        raise InvalidInput(fields={"after": ["field.invalid"]}) from None
    return some, work.sealer.seal(CURSOR, following.encode()) if following else None


def entry_of_link(work: Work, row: Row, locked: bool) -> Entry:
    """The row of somebody with access."""
    status = user_table.status_of(row.state, locked)
    return Entry(
        row.id, people.unseal(work, row.person_sealed), row.role, status, row.version,
        account_id=row.account_id, all_features=row.all_features,
    )  # fmt: skip


def _invited_too(wanted: Wanted) -> bool:
    return wanted.status in (None, user_table.INVITED)


def _page(
    work: Work,
    rows: Sequence[Row],
    invited: Sequence[Row],
    wanted: Wanted,
    place: Place,
    after: str | None,
    with_people: bool,
) -> tuple[list[Entry], str | None]:
    entries = [entry for row in rows if wanted.fits(entry := entry_of_link(work, row, row.locked))]
    how = (place.order, place.direction, after, place.limit)
    if with_people and len(invited) <= wanted.most:
        return user_table.page([*entries, *(one for _, one in _fitting(work, invited, wanted))], *how)
    some, following = user_table.page(entries, *how) if with_people else ([], None)
    if following:
        return some, following
    more, number = _stretch(work, invited, wanted, place.limit - len(some))
    if number is None:
        return some + more, None
    return some + more, user_table.invitation_cursor(place.order, place.direction, number)


def _stretch(work: Work, invited: Sequence[Row], wanted: Wanted, room: int) -> tuple[list[Entry], int | None]:
    """Invitations for the rest of a page, and the number of the last that was looked at, None at the end."""
    shown: list[Entry] = []
    last = invited[0].number + 1 if invited else 0
    for number, entry in _fitting(work, invited[: wanted.most], wanted):
        if len(shown) == room:
            return shown, last
        shown.append(entry)
        last = number
    return shown, invited[wanted.most - 1].number if len(invited) > wanted.most else None


def _fitting(work: Work, invited: Sequence[Row], wanted: Wanted) -> Iterator[tuple[int, Entry]]:
    for row in invited:
        entry = _entry_of_invitation(work, row)
        if wanted.fits(entry):
            yield row.number, entry


def _entry_of_invitation(work: Work, row: Row) -> Entry:
    state = shown_state(State(row.state), row.expires_at, clock.now())
    return Entry(
        row.id, people.unseal(work, row.person_sealed), row.role, user_table.INVITED, 1,
        grants=tuple(row.grants), invitation=state, expires_at=row.expires_at,
    )  # fmt: skip
