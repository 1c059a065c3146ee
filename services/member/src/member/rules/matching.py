"""The four fields from the card against the record (R063–R066).

Every answer takes the same work: an unknown Member ID is compared with a stand-in, all fields are always
compared, and the answer never says which one was wrong.
"""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from member.rules.coverage import Span
from member.rules.eligibility import is_minor, may_register
from member.rules.names import same_name


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed; the Member ID as its digest."""

    member_id_digest: bytes
    first_name: str
    last_name: str
    date_of_birth: date


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the plan knows about the one member with that Member ID."""

    key: UUID
    member_id_digest: bytes
    first_name: str
    last_name: str
    date_of_birth: date
    date_of_death: date | None
    spans: tuple[Span, ...]


NOBODY = OnFile(UUID(int=0), bytes(32), "Nemo", "Nobody", date(1900, 1, 1), None, ())
"""The stand-in for an unknown Member ID."""


def matches(typed: Typed, on_file: OnFile) -> bool:
    """Whether all four fields are hers. A twin with another Member ID is another person."""
    agree = (
        hmac.compare_digest(typed.member_id_digest, on_file.member_id_digest),
        same_name(typed.first_name, on_file.first_name),
        same_name(typed.last_name, on_file.last_name),
        typed.date_of_birth == on_file.date_of_birth,
    )
    return all(agree)


def answer(typed: Typed, found: OnFile | None, today: date) -> dict[str, Any]:
    """`MemberMatch` for what was typed and what was found under that Member ID."""
    on_file = found or NOBODY
    matched = matches(typed, on_file) and found is not None
    allowed = may_register(on_file.date_of_birth, on_file.date_of_death, on_file.spans, today)
    minor = is_minor(on_file.date_of_birth, today)
    return {
        "member_key": on_file.key if matched else None,
        "may_register": matched and allowed,
        "minor": matched and minor,
    }
