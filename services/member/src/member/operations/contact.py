"""A member's addresses, telephone numbers and e-mail addresses (R137-R143, R237).

Medi-Cal's system of record is the county: what is changed here is kept as reported by the member and used for
the plan's own mail. Every change names the version it saw and is written to the history.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.errors import InvalidInput, NotFound
from contracts.member import events
from contracts.member.contact import MOST_OF_A_KIND, ContactPoint
from contracts.member.errors import ContactChanged, ContactFull, ContactPointNeeded
from member.repository import address_reports, contact
from member.repository.coverage import hold_own_member
from member.rules import contact as rules
from member.rules import contact_area
from servicekit import clock
from servicekit.work import Tx, Work

PURPOSE = "member.contact"
BY_MEMBER = "member"
ADDED, CHANGED, ENDED = "added", "changed", "ended"


def get_contact(work: Work) -> dict[str, Any]:
    """The fields of `Contact`: everything that is on file about how to reach the viewer."""
    with work.reading() as session:
        return shown_contact(work, contact.own(session, work.viewer))


def shown_contact(work: Work, entries: Sequence[Row]) -> dict[str, Any]:
    """The fields of `Contact`."""
    needed = rules.needed(entries)
    return {"contact_points": [shown(work, entry, needed) for entry in entries]}


def create_contact_point(
    work: Work, *, source: str = BY_MEMBER, because: str | None = None, **entry: Any
) -> dict[str, Any]:
    """Add an entry; the fields of `ContactPoint`. `because`: why staff did. Raises InvalidInput, NotFound,
    ContactFull."""
    kind, words, now = entry["kind"], _says(entry), clock.now()
    with work.transaction() as tx:
        entries = hold(work, tx)
        staying = [one for one in entries if one.kind == kind and not _gives_way(one, entry)]
        if len(staying) >= MOST_OF_A_KIND:
            raise ContactFull(most=MOST_OF_A_KIND)
        _make_room(work, tx, entry, None, now)
        values = {"kind": kind, "created_at": now, **_columns(work, entry, words, now), "source": source}
        added = contact.add(tx.session, work.viewer, **values)
        note(work, tx, added, ADDED, now, because)
        return tx.answer(_answer(work, tx, added))


def change_contact_point(work: Work, *, contact_point_id: UUID, version: int, **entry: Any) -> dict[str, Any]:
    """Write what an entry says now; the fields of `ContactPoint`.

    Raises InvalidInput, NotFound, ContactPointNeeded, ContactChanged with the entry as it says now.
    """
    words, now = _says(entry), clock.now()
    with work.transaction() as tx:
        entries = hold(work, tx)
        before = seen(work, entries, contact_point_id, version, kind=entry["kind"])
        if not rules.may_become(before, entry["use"], entries):
            raise ContactPointNeeded()
        _make_room(work, tx, entry, before.id, now)
        columns = _columns(work, entry, words, now)
        if rules.same_email(said(work, before), words):
            columns["verified_at"] = before.verified_at
        else:
            _tell_ended(work, tx, before)
        changed = contact.change(tx.session, work.viewer, before.id, **columns)
        note(work, tx, changed, CHANGED, now)
        return tx.answer(_answer(work, tx, changed))


def end_contact_point(
    work: Work, *, contact_point_id: UUID, version: int, because: str | None = None
) -> None:
    """Take an entry off the file; its history stays (R140). `because`: why staff did.

    Raises NotFound, ContactPointNeeded, ContactChanged with the entry as it says now.
    """
    now = clock.now()
    with work.transaction() as tx:
        entries = hold(work, tx)
        before = seen(work, entries, contact_point_id, version)
        if before.id == rules.needed(entries):
            raise ContactPointNeeded()
        _tell_ended(work, tx, before)
        ended = contact.change(tx.session, work.viewer, before.id, ended_at=now, changed_at=now)
        note(work, tx, ended, ENDED, now, because)
        tx.answer({})


def hold(work: Work, tx: Tx) -> Sequence[Row]:
    """The entries, which nobody else changes until the commit: rules look at all of them. Raises NotFound
    where there is no member."""
    if hold_own_member(tx.session, work.viewer) is None:
        raise NotFound()
    return contact.own(tx.session, work.viewer)


def seen(
    work: Work, entries: Sequence[Row], id: UUID, version: int | None = None, *, kind: str | None = None
) -> Row:
    """The entry, if it still is as the viewer saw it. Raises NotFound (ended, another's, never there, of
    another kind), ContactChanged with the entry as it says now."""
    found = next((entry for entry in entries if entry.id == id), None)
    if found is None or kind not in (None, found.kind):
        raise NotFound()
    if version not in (None, found.version):
        raise ContactChanged(current=ContactPoint().dump(shown(work, found, rules.needed(entries))))
    return found


def said(work: Work, entry: Row) -> dict[str, Any]:
    """What the entry says, unsealed."""
    return json.loads(work.sealer.unseal(PURPOSE, entry.sealed))


def _says(entry: dict[str, Any]) -> dict[str, Any]:
    if entry["kind"] == rules.PHONE:
        found = rules.number(entry["number"], entry["extension"])
        if found is None:
            raise InvalidInput(fields={"number": ["field.invalid_phone"]})
        entry = entry | {"number": found.e164, "extension": found.extension}
    return rules.says(entry["kind"], entry)


def _columns(work: Work, entry: dict[str, Any], words: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "use": entry["use"],
        "sealed": work.sealer.seal(PURPOSE, rules.to_bytes(words)),
        "county": words.get("county"),
        "zip_code": words.get("zip_code"),
        "preferred": entry["preferred"],
        "verified_at": None,
        "undeliverable_at": None,
        "source": BY_MEMBER,
        "changed_at": now,
    }


def _tell_ended(work: Work, tx: Tx, entry: Row) -> None:
    """Write to a verified address that is on file no more (R142); an unverified one may be anybody's."""
    if entry.kind == rules.EMAIL and entry.verified_at is not None:
        tx.tell(
            events.contact_email_ended,
            about=entry.id,
            account_id=work.viewer.account_id,
            to=said(work, entry)["email"],
        )


def _gives_way(one: Row, entry: dict[str, Any]) -> bool:
    """Whether `one` ends when `entry` comes: the confidential address before a new one."""
    return one.use == entry["use"] == rules.CONFIDENTIAL


def _make_room(work: Work, tx: Tx, entry: dict[str, Any], but: UUID | None, now: datetime) -> None:
    """One phone is preferred: the one that was no longer is, and whoever edits it meanwhile is told. One
    address is confidential: the one that was ends."""
    secret = contact.confidential(tx.session, work.viewer) if entry["use"] == rules.CONFIDENTIAL else None
    if secret is not None and secret.id != but:
        ended = contact.change(tx.session, work.viewer, secret.id, ended_at=now, changed_at=now)
        note(work, tx, ended, ENDED, now)
    earlier = contact.preferred(tx.session, work.viewer, entry["kind"]) if entry["preferred"] else None
    if earlier is not None and earlier != but:
        changed = contact.change(tx.session, work.viewer, earlier, preferred=False, changed_at=now)
        note(work, tx, changed, CHANGED, now)


def note(work: Work, tx: Tx, entry: Row, action: str, now: datetime, because: str | None = None) -> None:
    """Who, when, from where, and what the entry says since then; what it said before is the note before."""
    address = work.client.address
    facts = {
        "use": entry.use,
        "preferred": entry.preferred,
        "sealed": entry.sealed,
        "from": work.sealer.seal(PURPOSE, address.encode()) if address else None,
    }
    if because:
        facts["because"] = work.sealer.seal(PURPOSE, because.encode())
    contact.note(
        tx.session, work.viewer, contact_point_id=entry.id, version=entry.version, action=action,
        changed_by=str(work.viewer.account_id), source=entry.source, facts=facts, at=now,
    )  # fmt: skip
    if entry.kind == rules.ADDRESS and entry.use != rules.CONFIDENTIAL:
        address_reports.add(
            tx.session, work.viewer, contact_point_id=entry.id, action=action, reported_at=now
        )


def _answer(work: Work, tx: Tx, entry: Row) -> dict[str, Any]:
    return shown(work, entry, rules.needed(contact.own(tx.session, work.viewer)))


def shown(work: Work, entry: Row, needed: UUID | None) -> dict[str, Any]:
    words = said(work, entry)
    return {"text_consent": False} | words | {
        "contact_point_id": entry.id,
        "version": entry.version,
        "kind": entry.kind,
        "use": entry.use,
        "preferred": entry.preferred,
        "verified": entry.verified_at is not None,
        "undeliverable": entry.undeliverable_at is not None,
        "needed": entry.id == needed,
        "warnings": _warnings(entry.kind, words),
        "changed_at": entry.changed_at,
    }  # fmt: skip


def _warnings(kind: str, said: dict[str, Any]) -> list[str]:
    if kind != rules.ADDRESS:
        return []
    return contact_area.warnings(said["city"], said["state"], said["zip_code"], said["county"])
