"""How far an invitation can come, and what is wrong with a row of a list of people to invite (R042–R047)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from marshmallow import ValidationError

from contracts.fields import Text
from contracts.identity.schemas import EmailField
from provider_directory.rules.fields import hides, zip_code

LONGEST_PAUSE = timedelta(days=1)


class State(StrEnum):
    """Of an invitation. `failed`: the row was refused and nothing was sent."""

    STAGED = "staged"
    SENT = "sent"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    BOUNCED = "bounced"
    FAILED = "failed"


MOVES: Mapping[State, frozenset[State]] = {
    State.STAGED: frozenset({State.SENT, State.CANCELLED}),
    State.SENT: frozenset({State.SENT, State.ACCEPTED, State.EXPIRED, State.CANCELLED, State.BOUNCED}),
    State.EXPIRED: frozenset({State.SENT, State.CANCELLED}),
    State.BOUNCED: frozenset({State.SENT, State.CANCELLED}),
    State.ACCEPTED: frozenset(),
    State.CANCELLED: frozenset(),
    State.FAILED: frozenset(),
}
"""What may follow; sent after sent is a new letter, whose token kills the old one."""

OPEN = frozenset({State.STAGED, State.SENT})
"""One of these at a time for an address and a Provider ID."""

SHOWN = frozenset({State.STAGED, State.SENT, State.EXPIRED, State.BOUNCED})
"""Those of the list of users: somebody may still do something about them (R048)."""

SAME_TWICE = "invite.same_email_twice"
ALREADY_USER = "invite.already_user"
ALREADY_INVITED = "invite.already_invited"
ZIP_HINT = "zip.hint_remit_then_practice"
EMAIL_HINT = "field.invalid_email"
REQUIRED, HIDDEN = "field.required", "field.control_characters"
LONGEST_NAME = 100
_NAME, _EMAIL = Text(longest=LONGEST_NAME), EmailField()


def may_move(old: State, new: State) -> bool:
    """Whether `new` may follow `old`."""
    return new in MOVES[old]


def shown_state(state: State, expires_at: datetime | None, now: datetime) -> State:
    """What it is called now: one whose time is over has expired, whether or not the job came round."""
    over = state == State.SENT and expires_at is not None and expires_at <= now
    return State.EXPIRED if over else state


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an office when a list comes: its ZIP codes, and digests of addresses."""

    remittance_zips: frozenset[str]
    practice_zips: frozenset[str]
    users: Collection[bytes]
    invited: Collection[bytes]


def fits_zip(typed: str, known: Known) -> bool:
    """The remittance address's ZIP code, or that of any practice (R042, R043); ZIP+4 is as good."""
    five = zip_code(typed)
    return five is not None and five in known.remittance_zips | known.practice_zips


def problems(person: Mapping[str, str], key: bytes, known: Known, seen: Collection[bytes]) -> dict[str, str]:
    """What is wrong, by field: `first_name`, `last_name`, `email` or `zip_code` → a message key (R044).

    `key` is the digest of the address; `seen` are those of the rows before.
    """
    wrong = {name: _name_problem(person[name]) for name in ("first_name", "last_name")}
    wrong["email"] = _email_problem(person["email"]) or _address_problem(key, known, seen)
    wrong["zip_code"] = None if fits_zip(person["zip_code"], known) else ZIP_HINT
    return {name: problem for name, problem in wrong.items() if problem}


def _name_problem(name: str) -> str | None:
    try:
        typed = _NAME.deserialize(name)
    except ValidationError as wrong:
        return wrong.messages[0]
    return HIDDEN if hides(typed) else None


def _email_problem(email: str) -> str | None:
    if not email.strip():
        return REQUIRED
    try:
        typed = _EMAIL.deserialize(email)
    except ValidationError:
        return EMAIL_HINT
    return EMAIL_HINT if hides(typed) else None


def _address_problem(key: bytes, known: Known, seen: Collection[bytes]) -> str | None:
    if key in seen:
        return SAME_TWICE
    if key in known.users:
        return ALREADY_USER
    return ALREADY_INVITED if key in known.invited else None


def pause_after(sent_count: int, pause: timedelta) -> timedelta:
    """How long after so many letters the next one may follow: twice as long each time, a day at most."""
    doubled = min(max(0, sent_count - 1), 30)
    return min(pause * 2**doubled, LONGEST_PAUSE)


def next_day(now: datetime, zone: str) -> datetime:
    """When the next day begins in `zone`."""
    here = ZoneInfo(zone)
    return datetime.combine(now.astimezone(here).date() + timedelta(days=1), time.min, here)
