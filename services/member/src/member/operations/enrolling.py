"""Saving people with their first coverage; shared by everything that loads members."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from member.repository import enrolling
from member.rules import member_ids
from member.rules.coverage import Span
from member.rules.enrolment_rows import Person
from servicekit import clock
from servicekit.seal import Sealer
from servicekit.work import Viewer

MEMBER_ID_PURPOSE = "member.member_id"
LOADER = Viewer(caller="member")
FACTS = tuple(field.name for field in fields(Person) if field.name != "member_id")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A person, the spans she starts with, and whence it comes. `key` is given only to invented people."""

    digest: bytes
    person: Person
    spans: tuple[Span, ...]
    source: str
    key: UUID | None = None
    language: str = "en"
    county: str | None = None


def enrol(session: Session, sealer: Sealer, enrolments: Sequence[Enrolment]) -> dict[bytes, str]:
    """Save them; the outcome (added, changed, unchanged) by digest. Digests must differ."""
    saved = enrolling.save_members(session, LOADER, [_columns(item, sealer) for item in enrolments])
    spans = [(item.digest, span) for item in enrolments for span in item.spans]
    touched = enrolling.add_first_spans(session, LOADER, spans)
    touched |= enrolling.end_spans_at_death(
        session, LOADER, [e.digest for e in enrolments if e.person.date_of_death]
    )
    return {item.digest: _outcome(item.digest, saved, touched) for item in enrolments}


def _outcome(digest: bytes, saved: dict[bytes, bool], touched: set[bytes]) -> str:
    if saved.get(digest):
        return "added"
    return "changed" if digest in saved or digest in touched else "unchanged"


def _columns(item: Enrolment, sealer: Sealer) -> dict[str, Any]:
    now = clock.now()
    return {name: getattr(item.person, name) for name in FACTS} | {
        "key": item.key or uuid.uuid4(),
        "member_id_digest": item.digest,
        "member_id_sealed": sealer.seal(MEMBER_ID_PURPOSE, item.person.member_id.encode()),
        "language": item.language,
        "county": item.county,
        "source": item.source,
        "created_at": now,
        "changed_at": now,
    }


def digest_of(index_key: bytes, person: Person) -> bytes:
    """By what the person is found."""
    return member_ids.digest(index_key, person.member_id)
