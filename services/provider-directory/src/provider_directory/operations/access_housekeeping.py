"""What time alone changes: requests are reminded of and expire (R020), and Provider IDs end (R018, R037).

Each may run twice, in several processes at once: a row is worked on by one of them, once.
"""

from datetime import date

from provider_directory.operations import access_requests, granting
from provider_directory.operations.unasked_cases import open_unasked
from provider_directory.repository import access_requests as requests
from provider_directory.repository import links
from servicekit import clock
from servicekit.work import Work

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


def _end_some(work: Work, today: date) -> int:
    with work.transaction() as tx:
        over = links.of_ended_offices(tx.session, work.viewer, today, BATCH)
        for link in over:
            granting.end(
                work, tx, link, state="revoked", action="ended", actor_kind="system",
                reason="provider_ended", even_last=True,
            )  # fmt: skip
        return len(over)
