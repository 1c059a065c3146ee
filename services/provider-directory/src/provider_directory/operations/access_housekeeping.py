"""What nobody of an office does: requests are reminded of and expire (R020), Provider IDs end (R018, R037),
and accounts are disabled (R021, R054).

What time does may run twice, in several processes at once: a row is worked on by one of them, once.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import Row

from contracts.procedures import PROVIDER
from provider_directory.operations import access_requests, granting
from provider_directory.operations.unasked_cases import open_unasked
from provider_directory.repository import access_requests as requests
from provider_directory.repository import account_locks, links, offices
from provider_directory.rules.grants import ADMINISTRATOR
from servicekit import clock
from servicekit.work import Tx, Work

BATCH = 200


def remind_and_expire(work: Work) -> None:
    """Remind the administrators of requests that wait, and close those that waited too long: who asked is
    told, and a specialist gets a case."""
    now = clock.now()
    with work.transaction() as tx:
        for request in requests.expire(tx.session, work.viewer, now - work.settings.request_lifetime, now):
            access_requests.tell_decided(tx, request, request.office, "expired")
            context = {"why": "no_answer_from_administrator"}
            open_unasked(work, tx, "other", context, request.account_id, request.billing_provider_id)
    with work.transaction() as tx:
        for request in requests.remind(tx.session, work.viewer, now - work.settings.request_reminder, now):
            access_requests.tell_asked(work, tx, request, request.office, reminder=True)


def end_what_is_over(work: Work) -> None:
    """End the links to Provider IDs whose last day has passed."""
    today = clock.today(work.settings.plan_zone)
    while _end_some(work, today) == BATCH:
        pass


def hear_disabled(work: Work, *, account_id: UUID | None, kind: str) -> None:
    """Nobody logs in with the account any more: her access ends, and an office whose last administrator she
    was comes to a specialist."""
    with work.transaction() as tx:
        if account_id is None or kind != PROVIDER:
            return
        account_locks.disable(tx.session, work.viewer, account_id)
        for link in links.active_of(tx.session, work.viewer, account_id):
            _leave(work, tx, link.billing_provider_id, account_id)


def _end_some(work: Work, today: date) -> int:
    with work.transaction() as tx:
        over = links.of_ended_offices(tx.session, work.viewer, today, BATCH)
        for link in over:
            granting.end(
                work, tx, link, state="revoked", action="ended", actor_kind="system",
                reason="provider_ended", even_last=True,
            )  # fmt: skip
        return len(over)


def _leave(work: Work, tx: Tx, billing_provider_id: UUID, account_id: UUID) -> None:
    today = clock.today(work.settings.plan_zone)
    offices.hold_office(tx.session, work.viewer, billing_provider_id, today)
    link = links.of_account(tx.session, work.viewer, billing_provider_id, account_id)
    if link is None or link.state != granting.ACTIVE:
        return
    able = links.able_administrators(tx.session, work.viewer, billing_provider_id)
    if link.role == ADMINISTRATOR and not able:
        _hand_over(work, tx, link)
    else:
        granting.end(
            work, tx, link, state=granting.REVOKED, action="revoked", actor_kind="system", reason="revoked",
            even_last=True,
        )  # fmt: skip


def _hand_over(work: Work, tx: Tx, link: Row) -> None:
    """The last administrator's link stays until a specialist names another, and so do the requests to her.
    The office's case is nobody's: the disabled account is not to be written to."""
    office_id = link.billing_provider_id
    open_unasked(work, tx, "other", {"why": "administrator_disabled"}, None, office_id)
    for request in requests.all_open(tx.session, work.viewer, office_id):
        open_unasked(work, tx, "other", access_requests.NOBODY, request.account_id, office_id)
