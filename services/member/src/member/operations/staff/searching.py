"""Finding a member (R225)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.member.staff import MOST_FOUND
from contracts.procedures import MEMBER_SERVICES
from member.operations.enrolling import MEMBER_ID_PURPOSE
from member.repository import coverage, finding, looks
from member.rules import member_ids
from member.rules.coverage import Span, covers
from member.rules.names import match_key, same_name
from servicekit import clock
from servicekit.work import Tx, Work

PURPOSE = "member.search"
BY_ID, BY_NAME = "member_id", "name"
SHOWN_OF_ID = 4


def search_members(
    work: Work,
    member_id: str | None,
    last_name: str | None,
    first_name: str | None,
    date_of_birth: date | None,
) -> dict[str, Any]:
    """The fields of `FoundMembers`. The search is written down before anything is shown; who finds nobody
    learns nothing else."""
    today = clock.today(work.settings.plan_zone)
    with work.transaction() as tx:
        if member_id:
            found = _with_id(work, tx.session, member_id)
        else:
            found = _named(work, tx.session, last_name, first_name, date_of_birth)
        listed = found[:MOST_FOUND]
        spans = coverage.spans_of(tx.session, work.viewer, [row.key for row in listed])
        _note(work, tx, listed, member_id, [last_name, first_name, str(date_of_birth)])
    members = [_shown(work, row, spans.get(row.key, []), today) for row in listed]
    return {"members": members, "more": len(found) > MOST_FOUND}


def _with_id(work: Work, session: Session, typed: str) -> Sequence[Row]:
    digest = member_ids.digest(work.settings.index_key, member_ids.normalise(typed))
    return finding.by_digest(session, work.viewer, digest)


def _named(work: Work, session: Session, last: str, first: str | None, born: date) -> Sequence[Row]:
    """A first name may be the beginning of the one on file."""
    begins = match_key(first or "")
    return [
        row
        for row in finding.born_on(session, work.viewer, born)
        if same_name(row.last_name, last) and match_key(row.first_name).startswith(begins)
    ]


def _note(work: Work, tx: Tx, found: Sequence[Row], member_id: str | None, named: Sequence[Any]) -> None:
    typed = [member_id] if member_id else named
    looks.note_search(
        tx.session,
        work.viewer,
        role=MEMBER_SERVICES,
        by=BY_ID if member_id else BY_NAME,
        criteria_sealed=work.sealer.seal(PURPOSE, json.dumps(typed).encode()),
        found=[row.key for row in found],
        at=clock.now(),
    )


def _shown(work: Work, row: Row, spans: Sequence[Span], today: date) -> dict[str, Any]:
    names = ("first_name", "last_name", "date_of_birth", "county")
    member_id = work.sealer.unseal(MEMBER_ID_PURPOSE, row.member_id_sealed).decode()
    return {name: getattr(row, name) for name in names} | {
        "member_key": row.key,
        "member_id_end": member_id[-SHOWN_OF_ID:],
        "covered": any(covers(span, today) for span in spans),
    }
