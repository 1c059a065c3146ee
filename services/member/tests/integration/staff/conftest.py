"""The invented members on a real database on 15 September 2026, and people of the plan who work with them."""

import json
import threading
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text

from contracts.errors import ContractError
from contracts.member import rpc
from contracts.procedures import MAILROOM, MEMBER, MEMBER_SERVICES
from member.models import CardOrder, ContactPoint, PcpSpan
from member.operations.demo import load_demo
from member.rules.coverage import covers
from member.rules.demo_crowd import crowd
from member.rules.demo_table import PEOPLE
from member.service import MemberService
from servicekit import clock
from servicekit.envelope import schema_of
from servicekit.store.tables import outbox
from servicekit.viewer import admit
from servicekit.work import Viewer
from support.fake_directory import FIRST, FakeDirectory, card

ANA, TOU = PEOPLE[0], PEOPLE[1]
SEPTEMBER_15 = datetime(2026, 9, 15, 20, tzinfo=UTC)
HOME = {
    "line1": "12 Pajaro Lane", "line2": None, "city": "Watsonville", "state": "CA", "zip_code": "95076",
    "county": "Santa Cruz",
}  # fmt: skip


@pytest.fixture
def peer(kit, monkeypatch):
    """The provider directory."""
    fake = FakeDirectory()
    monkeypatch.setattr(kit, "client", fake)
    return fake


@pytest.fixture(autouse=True)
def september(kit, peer):
    """Ana's doctor is the first one since 2025."""
    with clock.frozen(SEPTEMBER_15):
        load_demo(kit.database, kit.settings.index_key, date(2026, 9, 15))
        doctor = {"provider_id": FIRST, "provider": {**card(FIRST), "provider_id": str(FIRST)}}
        with kit.database.transaction() as tx:
            tx.session.execute(delete(outbox))
            tx.session.execute(text("TRUNCATE record_searches, record_looks, address_reports"))
            span = {"line": "medi_cal", "starts_on": date(2025, 1, 1), "created_at": SEPTEMBER_15}
            tx.session.execute(insert(PcpSpan).values(member_key=ANA.key, **span, **doctor))
        yield


@pytest.fixture
def ask(kit) -> Callable[..., dict[str, Any]]:
    """Call a procedure through its schemas and its door: as a person of the plan, or as the member `key`."""
    people = {role: uuid.uuid4() for role in ("support", "member_services", "mailroom", "member")}

    def call(procedure, role=MEMBER_SERVICES, key=None, account=None, **fields):
        role = MEMBER if key else role
        account = account or people[role]
        viewer = Viewer("gateway", account_id=account, person_key=key, roles=frozenset({role}))
        admit(viewer, procedure)
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        method = getattr(MemberService, procedure.name)
        answer = method(None, kit.work(viewer=viewer), **takes.load(takes.dump(fields)))
        return gives.load(gives.dump(answer or {}))

    return call


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """`at_once(20, do)`: do it in so many threads that begin together; answers, or codes of errors."""

    def run(count: int, do: Callable[[int], Any]) -> list[Any]:
        gate = threading.Barrier(count)

        def one(number: int) -> Any:
            gate.wait(10)
            try:
                return do(number)
            except ContractError as refused:
                return refused.code

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))

    return run


@pytest.fixture
def address(kit) -> Callable[..., uuid.UUID]:
    """The id of an address of a member's."""

    def add(key=ANA.key, use="mailing", **says):
        sealed = kit.sealer.seal("member.contact", json.dumps(HOME | says).encode())
        point = {"id": uuid.uuid4(), "member_key": key, "kind": "address", "use": use, "sealed": sealed}
        with kit.database.transaction() as tx:
            row = insert(ContactPoint).values(
                source="member", created_at=clock.now(), changed_at=clock.now(), **point
            )
            tx.session.execute(row)
        return point["id"]

    return add


@pytest.fixture
def count(kit) -> Callable[..., dict[Any, int]]:
    """`count(Model.column)`: rows by the value of a column."""

    def by(column) -> dict[Any, int]:
        with kit.database.transaction() as tx:
            return dict(tx.session.execute(select(column, func.count()).group_by(column)).all())

    return by


@pytest.fixture
def told(kit) -> Callable[[], Iterable[str]]:
    """What was told, in order."""

    def look():
        with kit.database.transaction() as tx:
            return list(tx.session.execute(select(outbox.c.routing_key).order_by(outbox.c.id)).scalars())

    return look


@pytest.fixture
def mail(ask):
    """Ask as somebody in the mailroom."""
    return lambda procedure, **fields: ask(procedure, MAILROOM, **fields)


@pytest.fixture
def order(ask, address):
    """An order that staff make for a member."""

    def do(key=ANA.key, reason="lost", **more):
        fields = {"contact_point_id": address(key), **more}
        made = ask(rpc.create_card_order_for_member, member_key=key, reason=reason, **fields)
        return made["order"]["order_id"]

    return do


@pytest.fixture
def queue(kit):
    """So many orders in the queue, each of a member of her own whom the plan covers; their ids in order."""

    def fill(count):
        today = clock.today(kit.settings.plan_zone)
        people = [p for p in crowd(2 * count) if any(covers(span, today) for span in p.coverage(today))]
        load_demo(kit.database, kit.settings.index_key, today, people[:count])
        order = {
            "state": "ordered", "ordered_by": "x", "expected_by": today, "ordered_at": clock.now(),
            "address_sealed": kit.sealer.seal("member.card_order", json.dumps({"city": "Merced"}).encode()),
        }  # fmt: skip
        rows = [order | {"member_key": person.key} for person in people[:count]]
        with kit.database.transaction() as tx:
            made = tx.session.execute(insert(CardOrder.__table__).values(rows).returning(CardOrder.id))
            return list(made.scalars())

    return fill
