"""Send Invitation: a list of people, each with an outcome of its own (R040–R046)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.provider_directory.access import GRANTABLE
from provider_directory.adapters.people import seal
from provider_directory.operations import acting
from provider_directory.operations.access import check_scopes
from provider_directory.operations.invitation_letters import AT_ONCE, SEND, issue, spend
from provider_directory.repository import invitations
from provider_directory.rules.grants import Grant, as_json, needed
from provider_directory.rules.invitations import ALREADY_INVITED, Known, State, problems
from provider_directory.rules.people import Person, email_key
from servicekit import clock
from servicekit.offload import off_hub
from servicekit.work import Tx, Work


def create_invitations(work: Work, *, people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`BatchCreated`: the rows that are right get their letter, at once when they are few, else by and by;
    the others are kept with what is wrong. Raises Forbidden for who is no administrator, and RateLimited for
    more letters than the office may send today.

    A list that was sent before and comes again invites nobody twice, with or without an idempotency key.
    """
    now = clock.now()
    keys = off_hub(_keys, work, people)
    with work.transaction() as tx:
        office = acting.holding_administrator(work, tx.session)
        check_scopes(work, tx.session, [Grant(**one) for person in people for one in person["grants"]])
        today = clock.today(work.settings.plan_zone)
        known = invitations.known_of(tx.session, work.viewer, office.billing_provider_id, keys, today)
        rows = off_hub(_rows, work, people, keys, known)
        right = sum(row["state"] == State.STAGED for row in rows)
        spend(work, tx, office.billing_provider_id, right, now)
        batch_id = _save(work, tx, office, rows, now)
        _send_few(work, tx, rows, now)
        batch = invitations.batch(tx.session, work.viewer, office.billing_provider_id, batch_id)
        return tx.answer(shown(batch) | {"outcomes": [_outcome(row) for row in rows]})


def shown(batch: Row) -> dict[str, Any]:
    """The fields of `InvitationBatch`."""
    names = ("created_at", "finished_at", "total", "failed", "sent", "cancelled")
    return {"batch_id": batch.id} | {name: getattr(batch, name) for name in names}


def _keys(work: Work, people: Sequence[Mapping[str, Any]]) -> list[bytes]:
    return [email_key(work.settings.index_key, person["email"]) for person in people]


def _rows(
    work: Work, people: Sequence[Mapping[str, Any]], keys: Sequence[bytes], known: Known
) -> list[dict[str, Any]]:
    seen: set[bytes] = set()
    rows = []
    for place, (person, key) in enumerate(zip(people, keys, strict=True)):
        wrong = problems(person, key, known, seen)
        rows.append(_row(work, place, person, key, wrong))
        if not wrong:
            seen.add(key)
    return rows


def _row(
    work: Work, place: int, person: Mapping[str, Any], key: bytes, wrong: Mapping[str, str]
) -> dict[str, Any]:
    typed = Person(*(person[name].strip() for name in ("first_name", "last_name", "email")))
    wanted = map(Grant, GRANTABLE) if person["all_features"] else (Grant(**one) for one in person["grants"])
    grants = needed(person["role"], wanted)
    return {
        "id": str(uuid.uuid4()),
        "row": place,
        "person_sealed": seal(work, typed)["person_sealed"],
        "email_key": key.hex(),
        "role": person["role"],
        "grants": [as_json(grant) for grant in grants],
        "problems": dict(wrong),
        "state": str(State.FAILED if wrong else State.STAGED),
    }


def _save(work: Work, tx: Tx, office: Row, rows: list[dict[str, Any]], now: datetime) -> UUID:
    session, viewer, office_id = tx.session, work.viewer, office.billing_provider_id
    batch = invitations.add_batch(
        session, viewer,
        billing_provider_id=office_id, created_by=viewer.account_id, created_at=now, total=len(rows),
    )  # fmt: skip
    there = invitations.add(session, viewer, batch.id, office_id, rows, now)
    late = [row for row in rows if UUID(row["id"]) not in there]
    for row in late:  # another administrator invited the same address at the same moment
        row |= {"state": str(State.FAILED), "problems": {"email": ALREADY_INVITED}}
    if late:
        invitations.add(session, viewer, batch.id, office_id, late, now)
    anew = [bytes.fromhex(row["email_key"]) for row in rows if row["state"] == State.STAGED]
    invitations.replace_earlier(session, viewer, office_id, anew, now)
    failed = sum(row["state"] == State.FAILED for row in rows)
    invitations.count(session, viewer, batch.id, now, failed=failed)
    return batch.id


def _send_few(work: Work, tx: Tx, rows: list[dict[str, Any]], now: datetime) -> None:
    waiting = [row for row in rows if row["state"] == State.STAGED]
    if not waiting:
        return
    if len(waiting) > AT_ONCE:
        work.wake(SEND, tx)
        return
    issue(work, tx, invitations.hold(tx.session, work.viewer, [UUID(row["id"]) for row in waiting]), now)
    for row in waiting:
        row["state"] = str(State.SENT)


def _outcome(row: Mapping[str, Any]) -> dict[str, Any]:
    named = {State.FAILED: "failed", State.SENT: "sent", State.STAGED: "accepted"}
    outcome = named[State(row["state"])]
    return {"outcome": outcome, "invitation_id": row["id"], "problems": row["problems"]}
