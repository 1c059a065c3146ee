"""Cases: opened by whoever needs help, worked on by staff (R217–R219, R224, R238)."""

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.provider_directory.cases import Case
from contracts.provider_directory.errors import CaseChanged
from contracts.provider_directory.events import case_changed
from provider_directory.operations import staff_acts
from provider_directory.repository import cases, links
from provider_directory.rules import cases as rules
from servicekit import clock
from servicekit.work import Tx, Work

PURPOSE = "provider_directory.case"
HOUR = timedelta(hours=1)
SHORT = (
    "number", "kind", "state", "version", "account_id", "billing_provider_id", "assigned_to", "opened_at",
    "changed_at", "preferred_days", "scheduled_on",
)  # fmt: skip
SAID = ("message", "context", "contact_name", "contact_phone", "contact_email")


def create_case(work: Work, *, kind: str, preferred_days: list, **said: Any) -> dict[str, Any]:
    """`CaseOpened`. Who is logged in is known; who isn't says how to reach her.

    Raises InvalidInput without a way to reach her and for days on which nobody is trained, RateLimited after
    five in an hour.
    """
    if not work.viewer.signed_in and not (said["contact_phone"] or said["contact_email"]):
        raise InvalidInput(fields={"contact_phone": ["field.required"]})
    today = clock.today(work.settings.plan_zone)
    for problem in filter(None, (rules.training_day_problem(kind, day, today) for day in preferred_days)):
        raise InvalidInput(fields={"preferred_days": [problem]})
    with work.transaction() as tx:
        opened = open_case(work, tx, kind, said, preferred_days)
        return tx.answer({"case_id": opened.id, "number": opened.number})


def open_case(
    work: Work, tx: Tx, kind: str, said: Mapping[str, Any], preferred_days: list | None = None
) -> Row:
    """Write a case of the viewer's in this transaction, and tell her. Raises RateLimited."""
    now = clock.now()
    key = work.sealer.fingerprint(f"case:{work.viewer.account_id or work.client.address}".encode())
    cases.hold_opener(tx.session, work.viewer, key)
    since, most = now - HOUR, rules.MOST_AN_HOUR
    if cases.opened_since(tx.session, work.viewer, key, since, most) >= most:
        raise RateLimited(retry_after=int(HOUR.total_seconds()))
    link = links.acting(tx.session, work.viewer, clock.today(work.settings.plan_zone))
    opened = cases.add(
        tx.session, work.viewer,
        id=uuid.uuid4(), kind=kind, state=rules.OPEN, account_id=work.viewer.account_id,
        billing_provider_id=link.billing_provider_id if link else None,
        said_sealed=work.sealer.seal(PURPOSE, json.dumps({name: said.get(name) for name in SAID}).encode()),
        preferred_days=preferred_days or [], opened_by_key=key, opened_at=now, changed_at=now,
    )  # fmt: skip
    _tell(tx, opened, "opened")
    return opened


def search_cases(
    work: Work,
    *,
    state: str,
    kind: str | None,
    number: int | None,
    mine: bool,
    after: int | None,
    limit: int,
) -> dict[str, Any]:
    """`CasesFound`: a page of the queue; that she looked at it is written down. Raises Forbidden."""
    assigned_to = work.viewer.account_id if mine else None
    with work.transaction() as tx:
        found = cases.queue(tx.session, work.viewer, state, kind, number, assigned_to, after, limit + 1)
        staff_acts.record(work, tx, "search_cases")
    following = found[limit - 1].number if len(found) > limit else None
    return {"cases": [short(case) for case in found[:limit]], "next": following}


def get_case(work: Work, *, case_id: UUID) -> dict[str, Any]:
    """`Case`; that she looked at it is written down. Raises Forbidden, NotFound."""
    with work.transaction() as tx:
        found = cases.find(tx.session, work.viewer, case_id)
        if found is None:
            raise NotFound()
        staff_acts.record(work, tx, "get_case", case_id=case_id)
        return _shown(work, tx.session, found)


def change_case(work: Work, *, case_id: UUID, version: int, note: str, **wanted: Any) -> dict[str, Any]:
    """Note, state, day or who works on it; the `Case` as it is now. Its owner is told of a day and of the
    end.

    Raises Forbidden, NotFound, InvalidInput, CaseChanged with the case as it is.
    """
    now = clock.now()
    with work.transaction() as tx:
        before = cases.hold(tx.session, work.viewer, case_id)
        if before is None:
            raise NotFound()
        if before.version != version:
            raise CaseChanged(current=Case().dump(_shown(work, tx.session, before)))
        _check_day(work, before.kind, wanted)
        columns = rules.change_of(before._mapping, wanted, work.viewer.account_id, now)
        after = cases.change(tx.session, work.viewer, case_id, **columns)
        cases.add_note(tx.session, work.viewer, case_id, work.sealer.seal(PURPOSE, note.encode()), now)
        what = rules.news(before._mapping, after._mapping)
        if what:
            _tell(tx, after, what)
        about = {"case_id": case_id, "billing_provider_id": after.billing_provider_id}
        staff_acts.record(work, tx, "change_case", note, **about)
        return tx.answer(_shown(work, tx.session, after))


def _check_day(work: Work, kind: str, wanted: Mapping[str, Any]) -> None:
    day, today = wanted["scheduled_on"], clock.today(work.settings.plan_zone)
    problem = rules.training_day_problem(kind, day, today) if day else None
    if problem:
        raise InvalidInput(fields={"scheduled_on": [problem]})


def _tell(tx: Tx, case: Row, what: str) -> None:
    if case.account_id is not None:
        told = {name: getattr(case, name) for name in ("account_id", "number", "kind", "scheduled_on")}
        tx.tell(case_changed, about=case.id, what=what, **told)


def short(case: Row) -> dict[str, Any]:
    """`CaseShort` of a row of `cases`."""
    return {"case_id": case.id} | {name: getattr(case, name) for name in SHORT}


def _shown(work: Work, session: Session, case: Row) -> dict[str, Any]:
    said = json.loads(work.sealer.unseal(PURPOSE, case.said_sealed))
    notes = [
        {
            "text": work.sealer.unseal(PURPOSE, note.text_sealed).decode(),
            "by_account_id": note.by_account_id,
            "at": note.at,
        }
        for note in cases.notes_of(session, work.viewer, case.id)
    ]
    return short(case) | said | {"context": said["context"] or {}, "notes": notes}
