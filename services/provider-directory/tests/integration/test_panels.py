"""Places in doctors' panels: the last one goes to one member, and events keep them right in any order."""

import itertools
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest

from contracts.errors import NotFound
from contracts.provider_directory.errors import ProviderUnavailable
from provider_directory.operations.panels import (
    hear_changed,
    hear_scheduled,
    hear_withdrawn,
    reserve_panel_place,
)
from provider_directory.repository.panels import give
from servicekit import clock

NEXT_MONTH, MONTH_AFTER = date(2026, 12, 1), date(2027, 1, 1)
ASKED = {
    "line": "medi_cal",
    "age": 40,
    "sex": "female",
    "existing_patient": False,
    "effective_on": NEXT_MONTH,
}


@pytest.fixture
def reserve(work):
    """`reserve(provider_id, member_key)`: the card."""
    return lambda provider_id, member_key, **asked: reserve_panel_place(
        work, provider_id=provider_id, member_key=member_key, **(ASKED | asked)
    )


@pytest.fixture
def places(rows):
    """Every place as (member, doctor, state); and the counter is right."""

    def look():
        assert rows("SELECT places FROM panels ORDER BY practitioner_id") == rows(
            """SELECT count(member_key) FROM panels LEFT JOIN panel_places USING (practitioner_id, line)
               GROUP BY practitioner_id, line ORDER BY practitioner_id"""
        )
        return {
            (member, doctor, state)
            for member, doctor, state in rows("SELECT member_key, practitioner_id, state FROM panel_places")
        }

    return look


def test_the_last_place_raced_by_ten_goes_to_exactly_one(listed, reserve, rows):
    doctors = listed(*({"panel_size": 1} for _ in range(20)))
    for doctor in doctors:
        begin = Barrier(10)

        def race(_, doctor=doctor, begin=begin):
            begin.wait()
            try:
                return reserve(doctor, uuid.uuid4())["provider_id"]
            except ProviderUnavailable as refused:
                return refused.details["reason"]

        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(race, range(10)))
        assert sorted(map(str, answers)) == sorted([str(doctor), *["panel_full"] * 9])
    assert rows("SELECT places, count(*) FROM panels GROUP BY places") == [(1, 20)]


def test_a_card_has_what_is_printed_and_asking_again_takes_no_second_place(listed, reserve, places):
    [doctor] = listed({"panel_size": 1, "credential": "MD"})
    member = uuid.uuid4()
    card = reserve(doctor, member)
    assert (card["first_name"], card["credential"], card["practice"]["city"]) == ("Ana", "MD", "Merced")
    assert reserve(doctor, member) == card
    assert places() == {(member, doctor, "held")}


@pytest.mark.parametrize(
    ("terms", "asked", "reason"),
    [
        ({"accepting": "closed"}, {}, "closed"),
        ({"accepting": "closed"}, {"existing_patient": True}, "closed"),
        ({"accepting": "existing"}, {}, "existing_only"),
        ({"age_to": 17}, {}, "age"),
        ({"sex": "male"}, {}, "sex"),
        ({"panel_size": 0}, {}, "panel_full"),
    ],
)
def test_who_is_not_taken_is_told_why_and_no_place_is_used(listed, reserve, places, terms, asked, reason):
    [doctor] = listed(terms)
    with pytest.raises(ProviderUnavailable) as refused:
        reserve(doctor, uuid.uuid4(), **asked)
    assert refused.value.details == {"reason": reason}
    assert places() == set()


@pytest.mark.parametrize("terms", [{"line": "ihss"}, {"pcp_eligible": False}])
def test_who_is_no_primary_doctor_of_the_line_is_not_there(listed, reserve, terms):
    [doctor] = listed(terms)
    for missing in (doctor, uuid.uuid4()):
        with pytest.raises(NotFound):
            reserve(missing, uuid.uuid4())


def test_an_existing_patient_gets_a_place_where_only_those_do(listed, reserve):
    [doctor] = listed({"accepting": "existing"})
    assert reserve(doctor, uuid.uuid4(), existing_patient=True)["provider_id"] == doctor


def test_a_held_place_runs_out_after_fifteen_minutes(listed, reserve, search, places):
    [doctor] = listed({"panel_size": 1})
    first, second = uuid.uuid4(), uuid.uuid4()
    began = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with clock.frozen(began):
        reserve(doctor, first)
    with clock.frozen(began + timedelta(minutes=14, seconds=59)):
        assert search()["providers"][0]["reason"] == "panel_full"
        with pytest.raises(ProviderUnavailable):
            reserve(doctor, second)
    with clock.frozen(began + timedelta(minutes=15)):
        assert search()["providers"][0]["available"]
        reserve(doctor, second)
    assert places() == {(second, doctor, "held")}


def test_a_place_that_is_scheduled_does_not_run_out(listed, reserve, work, places):
    [doctor] = listed({"panel_size": 1})
    member = uuid.uuid4()
    began = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with clock.frozen(began):
        reserve(doctor, member)
        hear_scheduled(work, **change(member, doctor))
    with clock.frozen(began + timedelta(days=10)), pytest.raises(ProviderUnavailable):
        reserve(doctor, uuid.uuid4())
    assert places() == {(member, doctor, "scheduled")}


def change(member, doctor, effective_on=NEXT_MONTH, earlier=None, **more):
    return {
        "change_id": uuid.uuid4(),
        "member_key": member,
        "line": "medi_cal",
        "provider_id": doctor,
        "earlier_provider_id": earlier,
        "effective_on": effective_on,
    } | more


def withdrawn(scheduled):
    keys = ("change_id", "member_key", "line", "provider_id")
    return {name: scheduled[name] for name in keys} | {"why": "replaced"}


def test_a_withdrawn_change_frees_the_place(listed, reserve, work, places):
    [doctor] = listed({"panel_size": 1})
    member, other = uuid.uuid4(), uuid.uuid4()
    reserve(doctor, member)
    scheduled = change(member, doctor)
    hear_scheduled(work, **scheduled)
    hear_withdrawn(work, **withdrawn(scheduled))
    assert places() == set()
    reserve(doctor, other)


def test_a_change_replaced_by_one_to_the_same_doctor_keeps_the_place(listed, reserve, work, places):
    [doctor] = listed({"panel_size": 1})
    member = uuid.uuid4()
    reserve(doctor, member)
    first, second = change(member, doctor), change(member, doctor, MONTH_AFTER)
    hear_scheduled(work, **first)
    reserve(doctor, member)
    hear_withdrawn(work, **withdrawn(first))
    assert places() == {(member, doctor, "held")}
    hear_scheduled(work, **second)
    assert places() == {(member, doctor, "scheduled")}


def test_events_in_any_order_and_twice_lead_to_the_same_places(listed, work, places):
    [a, b, c] = listed({}, {}, {})
    nobody = uuid.UUID(int=0)
    to_a, to_b = change(nobody, a), change(nobody, b, MONTH_AFTER, earlier=a)
    to_c = change(nobody, c, MONTH_AFTER, earlier=a)
    story = [
        (hear_scheduled, to_a),
        (hear_changed, to_a),
        (hear_scheduled, to_c),
        (hear_withdrawn, withdrawn(to_c)),
        (hear_scheduled, to_b),
        (hear_changed, to_b),
    ]
    orders = list(itertools.permutations(story))[:: 720 // 60]
    for order in orders:
        member = uuid.uuid4()
        # Ids of its own for each member, the same story.
        own = {told["change_id"]: uuid.uuid4() for _, told in story}
        for hear, told in (*order, *order[:3]):
            hear(work, **(told | {"member_key": member, "change_id": own[told["change_id"]]}))
        assert [place[1:] for place in places() if place[0] == member] == [(b, "active")]


def test_a_place_from_before_any_event_is_free_when_the_day_comes(listed, work, places, kit):
    [before, after] = listed({}, {})
    member = uuid.uuid4()
    with kit.database.transaction() as tx:
        place = {"provider_id": before, "line": "medi_cal", "member_key": member}
        give(tx.session, work.viewer, place, "active", None)
    moved = change(member, after, earlier=before)
    hear_scheduled(work, **moved)
    assert places() == {(member, before, "active"), (member, after, "scheduled")}
    hear_changed(work, **moved)
    assert places() == {(member, after, "active")}


def test_two_lines_are_two_panels(listed, work, places):
    [doctor, other] = listed({}, {"line": "ihss"})
    member = uuid.uuid4()
    hear_changed(work, **change(member, doctor))
    hear_changed(work, **change(member, other, line="ihss"))
    assert places() == {(member, doctor, "active"), (member, other, "active")}


def test_an_event_about_a_doctor_who_is_not_listed_does_no_harm(listed, work, places):
    member = uuid.uuid4()
    hear_changed(work, **change(member, uuid.uuid4()))
    assert places() == set()
