"""Letters to people of offices: invitations, changes of access, requests and cases (R020, R023, R047, R052,
R053, R219). An event names an account; its address is asked for when the letter is written."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from notifications.adapters.recipients import recipient
from notifications.operations.queueing import queue
from servicekit.work import Work

PROVIDER = "provider"


def queue_invitation(
    work: Work,
    *,
    invitation_id: UUID,
    to: str,
    first_name: str,
    office: str,
    token: str,
    expires_at: datetime,
) -> None:
    """Somebody is invited to an office, with a token that works until `expires_at`."""
    mail = {"to": to, "first_name": first_name, "until": expires_at.isoformat(), "kind": PROVIDER}
    facts = {"office": office, "token": token}
    queue(work, "office.invitation", about_id=invitation_id, facts=facts, **mail)


def queue_access_notice(
    work: Work, *, account_id: UUID, what: str, own: bool, person: str, office: str
) -> None:
    """Somebody's own access has changed, or that of another in the office whose administrator she is."""
    letter = f"access.{what}" if own else "access.of_another"
    _queue(work, letter, account_id, {"office": office, "person": person})


def queue_association(work: Work, *, account_id: UUID, office: str, **_: Any) -> None:
    """An account is linked to an office."""
    _queue(work, "association.confirmed", account_id, {"office": office})


def queue_access_request(work: Work, *, account_id: UUID, person: str, office: str, **_: Any) -> None:
    """An administrator is to answer a request."""
    _queue(work, "access.requested", account_id, {"office": office, "person": person})


def queue_access_decision(
    work: Work, *, account_id: UUID, office: str, state: str, reason: str | None, **_: Any
) -> None:
    """The answer to a request for access; a refusal has its reason."""
    _queue(work, f"access.request_{state}", account_id, {"office": office, "reason": reason or ""})


def queue_case(
    work: Work, *, account_id: UUID, what: str, number: int, scheduled_on: date | None, **_: Any
) -> None:
    """How far somebody's case is. Members have cases, too: then Member Services helps."""
    day = {"day": scheduled_on.isoformat()} if scheduled_on else {}
    _queue(work, f"case.{what}", account_id, {"number": str(number)} | day)


def _queue(work: Work, letter: str, account_id: UUID, facts: dict[str, str]) -> None:
    queue(work, letter, account_id=account_id, facts=facts, **recipient(work, account_id))
