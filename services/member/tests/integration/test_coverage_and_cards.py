"""What covers a member, her card, and her orders, on a real database (R106-R111, R144-R148)."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, text, update

from contracts.errors import ContractError, NotFound
from contracts.member import errors as e
from contracts.member import rpc
from contracts.procedures import MEMBER
from member.models import CardOrder, ContactPoint, CoverageSpan, PcpSpan
from member.operations import cards, coverage
from member.operations.demo import load_demo
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.envelope import schema_of
from servicekit.work import Viewer

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 20, tzinfo=UTC)
ANA, TOU = PEOPLE[0].key, PEOPLE[1].key
HOME = {"line1": "12 Pajaro Lane", "line2": None, "city": "Watsonville", "state": "CA", "zip_code": "95076"}
DOCTOR = {
    "provider_id": str(uuid.UUID(int=7)), "first_name": "Lena", "last_name": "Okoro", "credential": "MD",
    "specialty": "Family medicine", "practice": {"name": "Creekside Clinic", "phone": "831-555-0190"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def noon(kit):
    with clock.frozen(NOON):
        load_demo(kit.database, kit.settings.index_key, TODAY)
        yield


@pytest.fixture
def spans(kit):
    """`spans(key, (line, starts, ends)…)`: the member's whole coverage."""

    def set_to(key, *covered):
        with kit.database.transaction() as tx:
            tx.session.execute(delete(CoverageSpan).where(CoverageSpan.member_key == key))
            for line, starts, ends in covered:
                values = {"member_key": key, "line": line, "starts_on": starts, "ends_on": ends}
                tx.session.execute(insert(CoverageSpan).values(created_at=NOON, **values))

    return set_to


@pytest.fixture
def address(kit):
    """The id of an address of the member's."""

    def add(key=ANA):
        sealed = kit.sealer.seal("member.contact", json.dumps(HOME).encode())
        point = {"id": uuid.uuid4(), "member_key": key, "kind": "address", "use": "mailing", "sealed": sealed}
        with kit.database.transaction() as tx:
            row = insert(ContactPoint).values(source="member", created_at=NOON, changed_at=NOON, **point)
            tx.session.execute(row)
        return point["id"]

    return add


@pytest.fixture
def ask(kit):
    """Call a procedure as a member, through the contract's schemas both ways."""

    def call(procedure, key=ANA, **fields):
        viewer = Viewer(caller="gateway", account_id=uuid.uuid4(), person_key=key, roles=frozenset({MEMBER}))
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        room = coverage if hasattr(coverage, procedure.name) else cards
        loaded = takes.load(takes.dump(fields))
        answer = getattr(room, procedure.name)(kit.work(viewer=viewer), **loaded) or {}
        return gives.load(gives.dump(answer))

    return call


def shape(spans):
    return [(span["line"], span["starts_on"], span["ends_on"], span["state"]) for span in spans]


def test_every_span_is_in_exactly_one_of_the_two_lists(ask, spans):
    spans(
        ANA,
        ("medi_cal", date(2020, 1, 1), date(2020, 12, 31)),
        ("medi_cal", date(2022, 1, 1), TODAY - timedelta(days=1)),
        ("ihss", date(2024, 1, 1), TODAY),
        ("medi_cal", TODAY, None),
        ("ihss", date(2027, 1, 1), None),
    )
    found = ask(rpc.get_coverage)
    assert shape(found["active"]) == [
        ("ihss", date(2027, 1, 1), None, "future"),
        ("medi_cal", TODAY, None, "active"),
        ("ihss", date(2024, 1, 1), TODAY, "active"),
    ]
    assert [span["starts_on"].year for span in found["inactive"]] == [2022, 2020]
    assert [(gap["line"], gap["starts_on"], gap["ends_on"]) for gap in found["gaps"]] == [
        ("medi_cal", date(2021, 1, 1), date(2021, 12, 31)),
        ("ihss", date(2026, 11, 23), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("moment", "list_name"), [("2026-07-01T06:59:00Z", "active"), ("2026-07-01T07:01:00Z", "inactive")]
)
def test_coverage_that_ends_today_is_active_until_midnight_in_california(ask, spans, moment, list_name):
    spans(ANA, ("medi_cal", date(2020, 1, 1), date(2026, 6, 30)))
    with clock.frozen(datetime.fromisoformat(moment)):
        found = ask(rpc.get_coverage)
    assert [name for name in ("active", "inactive") if found[name]] == [list_name]


def test_who_is_no_member_has_no_coverage_and_no_card(ask):
    assert ask(rpc.get_coverage, None) == {"active": [], "inactive": [], "gaps": []}
    with pytest.raises(NotFound):
        ask(rpc.get_id_cards, None)


def test_the_card_says_who_she_is_since_when_and_her_doctor_of_today(ask, kit, spans):
    spans(ANA, ("medi_cal", date(2024, 1, 1), None))
    coming = DOCTOR | {"last_name": "Later"}
    with kit.database.transaction() as tx:
        for doctor, starts, ends in (
            (DOCTOR, date(2025, 1, 1), date(2026, 11, 30)),
            (coming, date(2026, 12, 1), None),
        ):
            values = {
                "line": "medi_cal",
                "provider_id": uuid.UUID(int=7),
                "provider": doctor,
                "created_at": NOON,
            }
            tx.session.execute(
                insert(PcpSpan).values(member_key=ANA, starts_on=starts, ends_on=ends, **values)
            )
    (card,) = ask(rpc.get_id_cards)["cards"]
    assert (card["first_name"], card["member_id"], card["starts_on"]) == (
        "Ana Lucía", "PCH10000101", date(2024, 1, 1),
    )  # fmt: skip
    assert card["doctor"]["last_name"] == "Okoro"
    with clock.frozen(datetime(2026, 12, 1, 8, 1, tzinfo=UTC)):
        assert ask(rpc.get_id_cards)["cards"][0]["doctor"]["last_name"] == "Later"


def test_a_card_for_each_line_that_covers_her(ask, spans):
    spans(TOU, ("medi_cal", date(2024, 1, 1), None), ("ihss", date(2025, 1, 1), None))
    assert {card["line"] for card in ask(rpc.get_id_cards, TOU)["cards"]} == {"medi_cal", "ihss"}


def test_without_coverage_there_is_no_card_and_it_says_why(ask, spans, address):
    spans(ANA, ("medi_cal", date(2020, 1, 1), date(2025, 12, 31)))
    found = ask(rpc.get_id_cards)
    assert (found["cards"], found["none_because"], found["may_order"]) == ([], "ended", False)
    with pytest.raises(e.NotCovered):
        ask(rpc.create_card_order, contact_point_id=address())


def test_an_order_goes_to_the_address_she_confirmed(ask, address):
    order = ask(rpc.create_card_order, contact_point_id=address())["order"]
    assert (order["state"], order["address"]["line1"]) == ("ordered", "12 Pajaro Lane")
    assert order["expected_by"] == date(2026, 12, 4)
    found = ask(rpc.get_id_cards)
    assert (found["order"]["number"], found["may_order"]) == (order["number"], False)


def test_while_a_card_is_on_its_way_another_order_names_the_first(ask, address):
    first = ask(rpc.create_card_order, contact_point_id=address())["order"]
    with pytest.raises(e.CardOrderOpen) as refused:
        ask(rpc.create_card_order, contact_point_id=address())
    assert refused.value.details["number"] == first["number"]


@pytest.mark.parametrize(("days", "may"), [(13, False), (15, True)])
def test_two_weeks_after_it_was_mailed_she_may_order_again(ask, address, kit, days, may):
    ask(rpc.create_card_order, contact_point_id=address())
    with kit.database.transaction() as tx:
        tx.session.execute(update(CardOrder).values(state="mailed", printed_at=NOON, mailed_at=NOON))
    with clock.frozen(NOON + timedelta(days=days)):
        assert ask(rpc.get_id_cards)["may_order"] is may


def test_of_twenty_orders_at_once_one_is_made(ask, address, kit):
    point = address()

    def order(_):
        with clock.frozen(NOON):
            try:
                return ask(rpc.create_card_order, contact_point_id=point)["order"]["number"]
            except ContractError as refused:
                return refused.code

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(order, range(20)))
    assert sorted(map(str, outcomes))[1:] == ["member.card_order_open"] * 19


def test_an_order_can_be_cancelled_until_it_is_printed(ask, address, kit):
    order = ask(rpc.create_card_order, contact_point_id=address())["order"]
    ask(rpc.cancel_card_order, order_id=order["order_id"])
    assert ask(rpc.get_id_cards)["may_order"] is True
    second = ask(rpc.create_card_order, contact_point_id=address())["order"]
    with kit.database.transaction() as tx:
        tx.session.execute(
            update(CardOrder)
            .where(CardOrder.id == second["order_id"])
            .values(state="printed", printed_at=NOON)
        )
    with pytest.raises(e.CardOrderPrinted):
        ask(rpc.cancel_card_order, order_id=second["order_id"])


def test_anothers_order_and_address_are_like_none(ask, address):
    theirs = address(TOU)
    order = ask(rpc.create_card_order, TOU, contact_point_id=theirs)["order"]
    for wrong in (order["order_id"], uuid.uuid4()):
        with pytest.raises(NotFound):
            ask(rpc.cancel_card_order, order_id=wrong)
    for wrong in (theirs, uuid.uuid4()):
        with pytest.raises(NotFound):
            ask(rpc.create_card_order, contact_point_id=wrong)


def test_an_orders_address_is_sealed_in_the_table(ask, address, kit):
    ask(rpc.create_card_order, contact_point_id=address())
    with kit.database.transaction() as tx:
        row = tx.session.execute(text("SELECT card_orders::text FROM card_orders")).scalar_one()
    assert "Pajaro" not in row
