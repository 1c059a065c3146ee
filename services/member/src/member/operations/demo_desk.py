"""Work for the invented people of the plan: card orders in every state, a request for a doctor, and looks."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.procedures import MAILROOM, MEMBER_SERVICES
from member.models import CardOrder
from member.operations.cards import CONTACT_PURPOSE, ORDER_PURPOSE
from member.operations.pcp_changes import REASON_PURPOSE, kept
from member.operations.staff.looks import PURPOSE as LOOK_PURPOSE
from member.repository import card_desk, cards, contact, looks, pcp, pcp_exceptions
from member.rules import cards as rules
from member.rules.demo_people import NAMESPACE, DemoPerson
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.store import Database, Tx
from servicekit.work import Viewer

STAFF = Viewer(
    caller="member",
    account_id=uuid.uuid5(NAMESPACE, "staff"),
    roles=frozenset({MEMBER_SERVICES, MAILROOM}),
)
ORDERS = (("ordered", 4), ("ordered", 3), ("printed", 3), ("mailed", 6), ("returned", 12))
"""How far a card is, and how many days ago it was ordered; of people who have no account of their own."""
FIRST_WITHOUT_ACCOUNT = 2
ASKS = PEOPLE[4]
LOOKED_AT = PEOPLE[0]


def load_desk(database: Database, today: date, doctors: Sequence[Mapping[str, Any]]) -> None:
    """Save it; a second run changes nothing. Without `doctors` nobody asks for one."""
    now = clock.now()
    with database.transaction() as tx:
        for person, (state, days) in zip(PEOPLE[FIRST_WITHOUT_ACCOUNT:], ORDERS, strict=False):
            _give_order(tx, database, person, state, now - timedelta(days=days), today)
        _ask_for_doctor(tx, database, today, doctors)
        _look(tx, database, now - timedelta(days=2))


def _acting_for(person: DemoPerson) -> Viewer:
    return replace(STAFF, person_key=person.key)


def _give_order(
    tx: Tx, database: Database, person: DemoPerson, state: str, at: datetime, today: date
) -> None:
    viewer = _acting_for(person)
    if cards.own_last(tx.session, viewer, 1):
        return
    point = cards.own_addresses(tx.session, viewer)[0]
    says = database.sealer.unseal(CONTACT_PURPOSE, point.sealed)
    made = cards.add(
        tx.session,
        viewer,
        contact_point_id=point.id,
        address_sealed=database.sealer.seal(ORDER_PURPOSE, says),
        ordered_by=str(STAFF.account_id),
        by_staff=True,
        reason="lost",
        expected_by=rules.expected_by(today),
        ordered_at=at,
    )
    _move(tx, card_desk.one(tx.session, STAFF, made.id), state, at)


def _move(tx: Tx, order: CardOrder, state: str, at: datetime) -> None:
    """Through all the states before it, a day each."""
    by, day = str(STAFF.account_id), timedelta(days=1)
    if state in ("printed", "mailed", "returned"):
        order.print_in(card_desk.begin_batch(tx.session, STAFF, at + day).id, at + day)
        seen = {"role": MAILROOM, "what": "card_batch", "reason": "card_fulfilment", "at": at + day}
        looks.note(tx.session, STAFF, order.member_key, **seen)
    if state in ("mailed", "returned"):
        order.mail(by, at + 2 * day)
    if state == "returned":
        order.come_back("moved", by, at + 8 * day)
        contact.flag_undeliverable(tx.session, STAFF, order.contact_point_id, at + 8 * day)


def _ask_for_doctor(tx: Tx, database: Database, today: date, doctors: Sequence[Mapping[str, Any]]) -> None:
    viewer = _acting_for(ASKS)
    hers = {str(span.provider_id) for span in pcp.own_spans(tx.session, viewer)}
    others = [d for d in doctors if "medi_cal" in d["lines"] and d["provider_id"] not in hers]
    if not others or pcp_exceptions.own(tx.session, viewer):
        return
    words = b"My doctor is away until next month, and I need a prescription."
    pcp_exceptions.add(
        tx.session,
        viewer,
        line="medi_cal",
        provider_id=others[0]["provider_id"],
        provider=kept(dict(others[0])),
        rules=["same_month"],
        wished_on=today,
        reason="member_request",
        reason_sealed=database.sealer.seal(REASON_PURPOSE, words),
        submitted_by=str(STAFF.account_id),
        by_staff=True,
        submitted_at=clock.now(),
    )


def _look(tx: Tx, database: Database, at: datetime) -> None:
    if looks.own(tx.session, _acting_for(LOOKED_AT), None):
        return
    looks.note(
        tx.session,
        STAFF,
        LOOKED_AT.key,
        role=MEMBER_SERVICES,
        what="record",
        reason="member_on_the_phone",
        reason_sealed=database.sealer.seal(LOOK_PURPOSE, b"Asked how to change her doctor."),
        at=at,
    )
