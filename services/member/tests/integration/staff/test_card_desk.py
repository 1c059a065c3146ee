"""Card orders by staff, and the mailroom's queue (R111, R225, R226)."""

import uuid

import pytest
from sqlalchemy import delete

from contracts.errors import Forbidden, NotFound
from contracts.member import errors as e
from contracts.member import rpc
from contracts.procedures import MAILROOM, MEMBER_SERVICES
from member.models import CoverageSpan
from member.rules.demo_table import PEOPLE

ANA, TOU = PEOPLE[0].key, PEOPLE[1].key


def states(mail, state):
    return [row["order_id"] for row in mail(rpc.list_card_orders, state=state)["orders"]]


def test_staff_order_by_the_members_own_rules_and_say_why(ask, order, address):
    order(reason="damaged", reason_text="Dog")
    with pytest.raises(e.CardOrderOpen):
        order()
    (seen,) = ask(rpc.get_member_for_staff, member_key=ANA, reason="own_case")["orders"]
    assert (seen["state"], seen["reason"], seen["by_staff"]) == ("ordered", "damaged", True)
    theirs = {"contact_point_id": address(), "reason": "lost"}
    for wrong in (TOU, uuid.uuid4()):
        with pytest.raises(NotFound):
            ask(rpc.create_card_order_for_member, member_key=wrong, **theirs)


def test_nobody_covered_gets_no_card_from_staff_either(order, kit):
    with kit.database.transaction() as tx:
        tx.session.execute(delete(CoverageSpan).where(CoverageSpan.member_key == ANA))
    with pytest.raises(e.NotCovered):
        order()


@pytest.mark.parametrize("role", [MEMBER_SERVICES, MAILROOM])
def test_an_order_is_cancelled_until_it_is_printed(ask, mail, order, role):
    ended = {"order_id": order(), "reason_text": "She has found it"}
    ask(rpc.cancel_card_order_for_member, role, **ended)
    with pytest.raises(NotFound):
        ask(rpc.cancel_card_order_for_member, role, **ended)
    second = order()
    mail(rpc.record_cards_printed, next=1)
    with pytest.raises(e.CardOrderPrinted):
        ask(rpc.cancel_card_order_for_member, role, **ended | {"order_id": second})


def test_the_queue_shows_nothing_of_a_member(mail, order):
    first = order()
    (row,) = mail(rpc.list_card_orders)["orders"]
    assert row["order_id"] == first
    said = {"first_name", "last_name", "address", "member_key", "member_id"}
    assert not said & row.keys()


def test_the_queue_comes_in_pages_by_number(mail, queue):
    ids = queue(120)
    seen, after = [], None
    while True:
        page = mail(rpc.list_card_orders, after=after)
        seen += [row["order_id"] for row in page["orders"]]
        after = page["next"]
        if after is None:
            break
    assert seen == ids


def test_mailed_are_printed_cards_alone(ask, mail, order):
    first = order()
    assert mail(rpc.record_card_mailed, order_ids=[first]) == {"moved": [], "left_out": [first]}
    mail(rpc.record_cards_printed, next=1)
    stranger = uuid.uuid4()
    assert mail(rpc.record_card_mailed, order_ids=[first, stranger]) == {
        "moved": [first], "left_out": [stranger],
    }  # fmt: skip
    assert ask(rpc.get_id_cards, key=ANA)["order"]["state"] == "mailed"


@pytest.fixture
def returned(mail, order):
    """A card of Ana's that the post brought back."""

    def do():
        first = order()
        mail(rpc.record_cards_printed, next=1)
        mail(rpc.record_card_mailed, order_ids=[first])
        mail(rpc.record_card_returned, order_id=first, reason="moved")
        return first

    return do


def test_a_returned_card_marks_the_address_and_the_next_order_asks_to_confirm_it(ask, returned):
    returned()
    page = ask(rpc.get_id_cards, key=ANA)
    (marked,) = [place for place in page["addresses"] if place["undeliverable"]]
    assert (page["order"]["state"], page["may_order"]) == ("returned", True)
    wanted = {"contact_point_id": marked["contact_point_id"]}
    with pytest.raises(e.CardAddressReturned):
        ask(rpc.create_card_order, key=ANA, **wanted)
    with pytest.raises(e.CardAddressReturned):
        ask(rpc.create_card_order_for_member, member_key=ANA, reason="returned", **wanted)
    ask(rpc.create_card_order, key=ANA, address_confirmed=True, **wanted)
    assert not any(place["undeliverable"] for place in ask(rpc.get_id_cards, key=ANA)["addresses"])


def test_an_address_that_was_changed_meanwhile_is_not_marked(ask, mail, order):
    first = order()
    mail(rpc.record_cards_printed, next=1)
    mail(rpc.record_card_mailed, order_ids=[first])
    for point in ask(rpc.get_contact, key=ANA)["contact_points"]:
        if point["use"] == "mailing":
            names = ("contact_point_id", "version", "kind", "use", "city", "state", "zip_code", "county")
            entry = {name: point[name] for name in names} | {"line1": "98 Other Road"}
            ask(rpc.change_contact_point, key=ANA, **entry)
    mail(rpc.record_card_returned, order_id=first, reason="moved")
    assert not any(place["undeliverable"] for place in ask(rpc.get_id_cards, key=ANA)["addresses"])


def test_a_card_comes_back_once_and_only_when_it_was_mailed(mail, order, returned):
    first = order(TOU)
    with pytest.raises(e.CardOrderMoved):
        mail(rpc.record_card_returned, order_id=first, reason="moved")
    mail(rpc.record_cards_printed, next=1)
    second = returned()
    with pytest.raises(e.CardOrderMoved) as moved:
        mail(rpc.record_card_returned, order_id=second, reason="moved")
    assert moved.value.details["state"] == "returned"
    with pytest.raises(NotFound):
        mail(rpc.record_card_returned, order_id=uuid.uuid4(), reason="moved")


def test_an_order_is_found_by_the_number_on_its_letter(mail, returned, order):
    order(TOU)
    number = mail(rpc.list_card_orders)["orders"][0]["number"]
    (found,) = mail(rpc.list_card_orders, state="mailed", number=number)["orders"]
    assert (found["number"], found["state"]) == (number, "ordered")
    assert mail(rpc.list_card_orders, number=number + 1000)["orders"] == []


def test_the_desk_is_the_mailrooms(ask, order):
    first = order()
    for procedure, fields in (
        (rpc.list_card_orders, {}),
        (rpc.record_cards_printed, {"next": 1}),
        (rpc.get_card_batch, {"batch_id": first}),
        (rpc.record_card_mailed, {"order_ids": [first]}),
        (rpc.record_card_returned, {"order_id": first, "reason": "moved"}),
    ):
        with pytest.raises(Forbidden):
            ask(procedure, MEMBER_SERVICES, **fields)
    with pytest.raises(NotFound):
        ask(rpc.get_card_batch, MAILROOM, batch_id=first)
