"""Printing batches of cards: every order once, however many people print (R226)."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import event, text, update

from contracts.member import errors as e
from contracts.member import rpc
from member.models import CardBatch, CardOrder, CoverageSpan, RecordLook
from member.operations.staff import card_printing
from member.rules.demo_table import PEOPLE
from servicekit import clock

ANA, TOU = PEOPLE[0].key, PEOPLE[1].key


def states(mail, state):
    return [row["order_id"] for row in mail(rpc.list_card_orders, state=state)["orders"]]


def test_a_batch_has_all_that_its_document_shows(mail, order):
    first = order()
    batch = mail(rpc.record_cards_printed, next=10)
    (printed,) = batch["orders"]
    assert (printed["order_id"], printed["state"], printed["address"]["city"]) == (
        first, "printed", "Watsonville",
    )  # fmt: skip
    (card,) = printed["cards"]
    assert (card["member_id"], card["line"], card["doctor"]["last_name"]) == (
        "PCH10000101", "medi_cal", "Doctor1",
    )  # fmt: skip
    assert (states(mail, "ordered"), states(mail, "printed")) == ([], [first])
    again = mail(rpc.get_card_batch, batch_id=batch["batch_id"])
    assert again == batch


def test_printing_writes_a_look_in_each_record(mail, order, rows):
    order()
    mail(rpc.record_cards_printed, next=10)
    assert rows("SELECT member_key, role, what, reason FROM record_looks") == [
        (ANA, "mailroom", "card_batch", "card_fulfilment")
    ]


def test_a_batch_takes_as_many_questions_for_one_card_as_for_fifty(mail, queue, kit):
    ids, asked = queue(51), []
    event.listen(kit.database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    small = mail(rpc.record_cards_printed, order_ids=ids[:1])["batch_id"]
    large = mail(rpc.record_cards_printed, order_ids=ids[1:])["batch_id"]
    asked.clear()
    mail(rpc.get_card_batch, batch_id=small)
    one = len(asked)
    mail(rpc.get_card_batch, batch_id=large)
    assert len(asked) == 2 * one


def test_two_people_who_print_at_once_print_every_order_once(mail, queue, at_once, count):
    ids = queue(20)

    def printed(_):
        batch = mail(rpc.record_cards_printed, next=5)
        return [order["order_id"] for order in batch["orders"]]

    batches = at_once(4, printed)
    while states(mail, "ordered"):
        batches.append(printed(0))
    taken = [id for batch in batches if isinstance(batch, list) for id in batch]
    assert sorted(taken) == sorted(ids)
    assert count(CardOrder.state) == {"printed": 20}


def test_the_same_orders_asked_for_twice_at_once_are_in_one_batch(mail, queue, at_once, count):
    ids = queue(20)

    def printed(_):
        return mail(rpc.record_cards_printed, order_ids=ids)

    batches = [batch for batch in at_once(8, printed) if batch != "member.cards_taken"]
    assert sum(len(batch["orders"]) for batch in batches) == 20
    for batch in batches:
        assert len(batch["left_out"]) == 20 - len(batch["orders"])
    assert count(CardOrder.state) == {"printed": 20}


def test_while_one_person_prints_another_gets_the_next_orders_without_waiting(kit, mail, queue):
    ids = queue(4)
    with kit.database.transaction() as tx:
        held = text("SELECT id FROM card_orders WHERE id = ANY(:ids) FOR UPDATE")
        tx.session.execute(held, {"ids": ids[:2]})
        batch = mail(rpc.record_cards_printed, next=2)
    assert [order["order_id"] for order in batch["orders"]] == ids[2:]


def test_a_crash_while_a_batch_is_made_leaves_the_orders_in_the_queue(mail, queue, monkeypatch, count):
    ids = queue(3)

    def crash(*_):
        raise RuntimeError("out of paper")

    monkeypatch.setattr(card_printing, "_batch", crash)
    with pytest.raises(RuntimeError):
        mail(rpc.record_cards_printed, next=3)
    assert (states(mail, "ordered"), count(RecordLook.what)) == (ids, {})


def test_a_confidential_address_that_came_after_the_order_is_where_its_card_goes(mail, order, address, ask):
    for key in (ANA, TOU):
        order(key)
    address(ANA, "confidential", line1="9 Quiet Court")
    batch = mail(rpc.record_cards_printed, next=10)
    assert [o["address"]["line1"] for o in batch["orders"]] == ["9 Quiet Court", "12 Pajaro Lane"]
    assert mail(rpc.get_card_batch, batch_id=batch["batch_id"])["orders"] == batch["orders"]
    assert ask(rpc.get_id_cards, key=ANA)["order"]["address"]["line1"] == "9 Quiet Court"


def test_nothing_left_to_print_makes_no_batch(mail, count):
    before = count(CardBatch.printed_by)
    for nothing in ({"next": 5}, {"order_ids": [uuid.uuid4()]}):
        with pytest.raises(e.CardsTaken):
            mail(rpc.record_cards_printed, **nothing)
    assert count(CardBatch.printed_by) == before


def test_an_order_of_somebody_whom_nothing_covers_any_more_is_cancelled_at_the_printer(mail, order, kit):
    first, second = order(), order(TOU)
    with kit.database.transaction() as tx:
        ended = update(CoverageSpan).where(CoverageSpan.member_key == ANA)
        tx.session.execute(ended.values(starts_on=clock.now().date() - timedelta(days=90)))
        tx.session.execute(ended.values(ends_on=clock.now().date() - timedelta(days=1)))
    batch = mail(rpc.record_cards_printed, next=10)
    assert ([o["order_id"] for o in batch["orders"]], batch["cancelled"]) == ([second], [first])
    assert states(mail, "cancelled") == [first]
