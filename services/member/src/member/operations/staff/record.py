"""A member's whole record in one answer (R225)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from member.operations import doctors
from member.operations.cards import recently, shown_order
from member.operations.contact import shown_contact
from member.operations.coverage import shown_coverage
from member.operations.enrolling import MEMBER_ID_PURPOSE
from member.operations.pcp_changes import REASON_PURPOSE
from member.operations.preferences import shown_wishes
from member.operations.staff.acting import for_member
from member.operations.staff.looks import look, open_record
from member.repository import cards, contact, coverage, pcp_exceptions, preferences
from member.rules import cards as rules
from servicekit import clock
from servicekit.work import Work

ORDERS = 5
PERSON = (
    "first_name",
    "middle_name",
    "last_name",
    "date_of_birth",
    "date_of_death",
    "sex",
    "language",
    "county",
)
OF_ORDER = ("reason", "by_staff", "returned_because", "batch_id")


def get_member_for_staff(work: Work, member_key: UUID, **why: Any) -> dict[str, Any]:
    """The fields of `MemberForStaff`. The look is written down in the transaction that reads; when it can't
    be, nothing is shown. Raises NotFound."""
    hers = for_member(work, member_key)
    with work.transaction() as tx:
        member = open_record(work, tx, member_key)
        look_id = look(work, tx, member_key, "record", **why)
        record = _read(hers, tx.session)
    today = clock.today(work.settings.plan_zone)
    who = {"look_id": look_id, "member_key": member_key, "today": today, "person": _person(work, member)}
    return who | record


def _read(hers: Work, session: Session) -> dict[str, Any]:
    """As many questions, however much there is of her."""
    today, viewer = clock.today(hers.settings.plan_zone), hers.viewer
    spans = coverage.own_spans(session, viewer)
    none_because = rules.none_because(spans, today)
    blocked = cards.own_in_the_way(session, viewer, recently())
    return {
        "coverage": shown_coverage(spans, today),
        "pcp": _pcp(hers, session, spans),
        **shown_contact(hers, contact.own(session, viewer)),
        "orders": [_order(hers, order) for order in cards.own_last(session, viewer, ORDERS)],
        "none_because": none_because,
        "may_order": none_because is None and blocked is None,
        "preferences": shown_wishes(preferences.own(session, viewer)),
    }


def _pcp(hers: Work, session: Session, spans: Sequence[Any]) -> dict[str, Any]:
    """Her page My PCP, and what was written down with her requests."""
    asked = pcp_exceptions.own(session, hers.viewer)
    page = doctors.page(hers, session, spans, asked)
    for exception, row in zip(page["exceptions"], asked, strict=True):
        exception["reason_text"] = hers.sealer.unseal(REASON_PURPOSE, row.reason_sealed).decode()
    return page


def _person(work: Work, member: Row) -> dict[str, Any]:
    member_id = work.sealer.unseal(MEMBER_ID_PURPOSE, member.member_id_sealed).decode()
    return {name: getattr(member, name) for name in PERSON} | {"member_id": member_id}


def _order(work: Work, order: Row) -> dict[str, Any]:
    return shown_order(work.sealer, order) | {name: getattr(order, name) for name in OF_ORDER}
