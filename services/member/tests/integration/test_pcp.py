"""Primary doctors on a real database; the directory is faked from its contract (R115-R136)."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from contracts.errors import ContractError, InvalidInput, NotFound, Unavailable
from contracts.member import errors as e
from contracts.member import rpc
from contracts.procedures import MEMBER
from contracts.provider_directory.errors import ProviderUnavailable
from member.models import CoverageSpan, PcpChange, PcpSpan
from member.operations import doctor_copies, doctors, pcp_changes
from member.operations.demo import load_demo
from member.repository import pcp
from member.rules.demo_table import PEOPLE
from servicekit import clock
from servicekit.envelope import schema_of
from servicekit.store.tables import outbox
from servicekit.work import Viewer
from support.fake_directory import FIRST, PRACTICE, SECOND, THIRD, FakeDirectory, card

ANA, TOU = PEOPLE[0].key, PEOPLE[1].key
SEPTEMBER_15 = datetime(2026, 9, 15, 20, tzinfo=UTC)
OCTOBER_1 = date(2026, 10, 1)


@pytest.fixture
def peer(kit, monkeypatch):
    fake = FakeDirectory()
    monkeypatch.setattr(kit, "client", fake)
    return fake


@pytest.fixture(autouse=True)
def september(kit, peer):
    with clock.frozen(SEPTEMBER_15):
        load_demo(kit.database, kit.settings.index_key, date(2026, 9, 15))
        with kit.database.transaction() as tx:
            tx.session.execute(delete(outbox))
            span = {
                "line": "medi_cal",
                "provider_id": FIRST,
                "provider": {**card(FIRST), "provider_id": str(FIRST)},
            }
            row = insert(PcpSpan).values(
                member_key=ANA, starts_on=date(2025, 1, 1), created_at=SEPTEMBER_15, **span
            )
            tx.session.execute(row)
        yield


@pytest.fixture
def ask(kit):
    """Call a procedure as a member, through the contract's schemas both ways."""

    def call(procedure, key=ANA, **fields):
        viewer = Viewer(caller="gateway", account_id=uuid.uuid4(), person_key=key, roles=frozenset({MEMBER}))
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        room = doctors if hasattr(doctors, procedure.name) else pcp_changes
        loaded = takes.load(takes.dump(fields))
        return gives.load(gives.dump(getattr(room, procedure.name)(kit.work(viewer=viewer), **loaded) or {}))

    return call


@pytest.fixture
def choose(ask):
    def do(provider_id=SECOND, key=ANA, line="medi_cal"):
        return ask(rpc.change_pcp, key, line=line, provider_id=provider_id, reason="member_request")["change"]

    return do


@pytest.fixture
def told(kit):
    """(event, key fields) of what was told, in order."""

    def look():
        with kit.database.transaction() as tx:
            return list(tx.session.execute(select(outbox.c.routing_key).order_by(outbox.c.id)).scalars())

    return look


def doctors_of(page, name):
    return [(span["doctor"]["provider_id"], span["starts_on"], span["ends_on"]) for span in page[name]]


def at(day, hour=20):
    return clock.frozen(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def test_chosen_on_september_15_she_can_be_seen_on_october_1(ask, choose):
    change = choose()
    assert (change["effective_on"], change["doctor"]["last_name"]) == (OCTOBER_1, "Doctor2")
    page = ask(rpc.get_pcp)
    assert doctors_of(page, "current") == [(FIRST, date(2025, 1, 1), date(2026, 9, 30))]
    assert [(c["doctor"]["provider_id"], c["effective_on"]) for c in page["coming"]] == [(SECOND, OCTOBER_1)]


@pytest.mark.parametrize(
    ("moment", "doctor"), [("2026-10-01T06:59:00Z", FIRST), ("2026-10-01T07:01:00Z", SECOND)]
)
def test_the_star_moves_at_midnight_in_california_with_no_job_run(ask, choose, moment, doctor):
    choose()
    with clock.frozen(datetime.fromisoformat(moment)):
        assert [found[0] for found in doctors_of(ask(rpc.get_pcp), "current")] == [doctor]


def test_past_doctors_are_listed(ask, choose):
    choose()
    with at(date(2026, 11, 5)):
        assert doctors_of(ask(rpc.get_pcp), "past") == [(FIRST, date(2025, 1, 1), date(2026, 9, 30))]


def test_a_second_change_in_the_month_replaces_the_first_and_history_is_kept(ask, choose, told, kit):
    choose(SECOND)
    choose(THIRD)
    page = ask(rpc.get_pcp)
    assert [c["doctor"]["provider_id"] for c in page["coming"]] == [THIRD]
    assert doctors_of(page, "current") == [(FIRST, date(2025, 1, 1), date(2026, 9, 30))]
    with kit.database.transaction() as tx:
        states = tx.session.execute(select(PcpChange.state).order_by(PcpChange.requested_at, PcpChange.state))
        assert sorted(states.scalars()) == ["pending", "replaced"]
    assert told() == [
        "pcp_change_scheduled.v1", "pcp_change_withdrawn.v1", "pcp_change_scheduled.v1",
    ]  # fmt: skip


def test_a_cancelled_change_leaves_everything_as_it_was(ask, choose, told):
    before = ask(rpc.get_pcp)
    ask(rpc.cancel_pcp_change, change_id=choose()["change_id"])
    assert ask(rpc.get_pcp) == before
    assert told()[-1] == "pcp_change_withdrawn.v1"


def test_a_change_is_cancelled_once(ask, choose):
    change = choose()
    ask(rpc.cancel_pcp_change, change_id=change["change_id"])
    with pytest.raises(NotFound):
        ask(rpc.cancel_pcp_change, change_id=change["change_id"])


def test_anothers_change_is_like_none(ask, choose):
    change = choose()
    for wrong in (change["change_id"], uuid.uuid4()):
        with pytest.raises(NotFound):
            ask(rpc.cancel_pcp_change, TOU, change_id=wrong)
    assert ask(rpc.get_pcp)["coming"]


def test_the_present_and_the_coming_doctor_can_not_be_chosen(ask, choose):
    with pytest.raises(e.PcpIsCurrent):
        choose(FIRST)
    choose(SECOND)
    with pytest.raises(e.PcpIsCurrent):
        choose(SECOND)


def test_a_doctor_who_closed_between_search_and_save_is_refused_and_nothing_changes(ask, choose, peer):
    peer.refuses[SECOND] = ProviderUnavailable(reason="panel_full")
    before = ask(rpc.get_pcp)
    with pytest.raises(e.PcpUnavailable) as refused:
        choose(SECOND)
    assert refused.value.details["reason"] == "panel_full"
    assert ask(rpc.get_pcp) == before


def test_without_the_directory_nothing_changes(ask, choose, peer):
    peer.refuses[SECOND] = Unavailable(reason="deadline")
    with pytest.raises(Unavailable):
        choose(SECOND)
    assert ask(rpc.get_pcp)["coming"] == []


def test_coverage_that_ends_before_the_day_leaves_nothing_to_choose(ask, choose, kit):
    with kit.database.transaction() as tx:
        open_ones = "ends_on IS NULL AND starts_on < '2026-09-15'"
        tx.session.execute(text(f"UPDATE coverage_spans SET ends_on = '2026-09-30' WHERE {open_ones}"))
    with pytest.raises(e.NotCovered):
        choose()
    with pytest.raises(e.NotCovered):
        ask(rpc.search_pcps, last_name="doc")
    assert ask(rpc.get_pcp)["lines"] == []


def test_of_twenty_saves_at_once_one_change_waits(ask, choose, kit):
    picks, gate = [uuid.UUID(int=number) for number in range(10, 30)], threading.Barrier(20)

    def save(pick):
        with clock.frozen(SEPTEMBER_15):
            gate.wait(10)
            try:
                return choose(pick) and "saved"
            except ContractError as refused:
                return refused.code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(save, picks)) == {"saved"}
    with kit.database.transaction() as tx:
        states = dict(
            tx.session.execute(select(PcpChange.state, func.count()).group_by(PcpChange.state)).all()
        )
        spans = tx.session.execute(select(func.count()).where(PcpSpan.member_key == ANA)).scalar_one()
    assert (states, spans) == ({"pending": 1, "replaced": 19}, 2)


def test_who_has_no_doctor_yet_chooses_her_first(ask, choose):
    assert ask(rpc.get_pcp, TOU)["current"] == []
    assert choose(SECOND, TOU, "ihss")["effective_on"] == OCTOBER_1


def test_the_search_asks_for_her_age_on_the_day_and_marks_her_own_doctor(ask, peer):
    found = ask(rpc.search_pcps, last_name="doc", zip_code="93901-1234")
    assert [(d["provider_id"], d["available"], d["reason"]) for d in found["doctors"]] == [
        (FIRST, False, "current"), (SECOND, True, None),
    ]  # fmt: skip
    assert (found["next"], found["effective_on"], found["line"]) == ("more", OCTOBER_1, "medi_cal")
    asked = peer.asked[-1][1]
    assert (asked["age"], asked["sex"], asked["line"], asked["zip_code"]) == (
        40,
        "female",
        "medi_cal",
        "93901",
    )
    assert asked["known_provider_ids"] == [FIRST]


def test_a_search_for_nothing_asks_for_one_criterion(ask, peer):
    with pytest.raises(InvalidInput):
        ask(rpc.search_pcps)
    assert peer.asked == []


def test_on_the_first_the_change_is_told_once_however_often_and_where_the_job_runs(kit, choose, told):
    choose()
    pcp_changes.roll_over(kit.work())
    assert "pcp_changed.v1" not in told()
    with at(date(2026, 10, 3)), ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: pcp_changes.roll_over(kit.work()), range(8)))
    assert told().count("pcp_changed.v1") == 1


@pytest.mark.parametrize(
    ("last_day", "waiting"), [(date(2026, 9, 16), 0), (date(2026, 9, 30), 0), (OCTOBER_1, 1)]
)
def test_coverage_that_ends_first_voids_a_change(kit, ask, choose, told, last_day, waiting):
    choose()
    with kit.database.transaction() as tx:
        hers = update(CoverageSpan).where(CoverageSpan.member_key == ANA, CoverageSpan.line == "medi_cal")
        tx.session.execute(hers.values(ends_on=last_day))
    pcp_changes.roll_over(kit.work())
    page = ask(rpc.get_pcp)
    assert len(page["coming"]) == waiting
    assert doctors_of(page, "current")[0][2] == (date(2026, 9, 30) if waiting else None)
    assert told()[1:] == ["pcp_change_withdrawn.v1"] * (1 - waiting)


def test_of_more_changes_than_one_batch_none_without_coverage_is_made(kit, choose, told, monkeypatch):
    monkeypatch.setattr(pcp, "BATCH", 1)
    for key in (ANA, TOU):
        choose(THIRD, key)
    with kit.database.transaction() as tx:
        tx.session.execute(delete(CoverageSpan).where(CoverageSpan.member_key.in_([ANA, TOU])))
    with at(OCTOBER_1):
        pcp_changes.roll_over(kit.work())
    assert told()[2:] == ["pcp_change_withdrawn.v1"] * 2


def test_a_doctors_new_telephone_is_on_the_page_and_on_what_is_coming(kit, ask, choose):
    choose()
    for provider_id in (FIRST, SECOND):
        doctor_copies.renew(kit.work(), **card(provider_id, practice=PRACTICE | {"phone": "+18315550111"}))
    page = ask(rpc.get_pcp)
    phones = {shown["doctor"]["practice"]["phone"] for shown in page["current"] + page["coming"]}
    assert phones == {"+18315550111"}
