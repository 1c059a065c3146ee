"""Verifying the e-mail address of an entry by a code that is mailed to it (R142)."""

from typing import Any
from uuid import UUID

from contracts.identity.errors import CodeExpired
from member.adapters import codes
from member.operations import contact
from member.repository import contact as entries
from member.rules import contact as rules
from servicekit import clock
from servicekit.work import Work

VERIFIED = "verified"


def start_email_check(work: Work, *, contact_point_id: UUID, version: int) -> dict[str, Any]:
    """Mail a code to the address as the viewer saw it; the fields of `AddressCodeSent`.

    Raises NotFound, ContactChanged with the entry as it says now, RateLimited.
    """
    with work.reading() as session:
        own = entries.own(session, work.viewer)
    entry = contact.seen(work, own, contact_point_id, version, kind=rules.EMAIL)
    return codes.send(work, entry.id, contact.said(work, entry)["email"])


def confirm_email_check(work: Work, *, contact_point_id: UUID, code: str) -> dict[str, Any]:
    """Redeem the code: from now on the address counts as hers; the fields of `ContactPoint`.

    Raises NotFound, CodeWrong, CodeExpired, CodeAttemptsExhausted. An entry that came to say another address
    while the code was looked at needs another code.
    """
    with work.reading() as session:
        own = entries.own(session, work.viewer)
    entry = contact.seen(work, own, contact_point_id, kind=rules.EMAIL)
    codes.check(work, entry.id, contact.said(work, entry)["email"], code)
    now = clock.now()
    with work.transaction() as tx:
        held = contact.hold(work, tx)
        present = contact.seen(work, held, entry.id, kind=rules.EMAIL)
        if not rules.same_email(contact.said(work, entry), contact.said(work, present)):
            raise CodeExpired()
        verified = entries.verify(tx.session, work.viewer, entry.id, now)
        contact.note(work, tx, verified, VERIFIED, now)
        return tx.answer(contact.shown(work, verified, rules.needed(held)))
