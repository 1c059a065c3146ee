"""Cases: opened by whoever needs help, worked on by staff (R217–R219, R224, R238)."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from marshmallow import ValidationError

from contracts.errors import Forbidden, InvalidInput, NotFound, RateLimited
from contracts.procedures import MAILROOM, PROVIDER_SERVICES, SUPPORT
from contracts.provider_directory.cases import (
    Case,
    CaseChange,
    CaseEntry,
    CaseSearch,
    CasesFound,
    case_changed,
)
from contracts.provider_directory.errors import CaseChanged
from provider_directory.operations import cases
from servicekit import clock
from servicekit.work import Client

NOON = datetime(2026, 11, 20, 20, tzinfo=UTC)


def open_case(work, kind="other", **said):
    return cases.create_case(work, **CaseEntry().load({"kind": kind} | said))


def search(work, **asked):
    return CasesFound().dump(cases.search_cases(work, **CaseSearch().load(asked)))


def change(work, case, version=1, note="looked at it", **wanted):
    asked = {"case_id": str(case["case_id"]), "version": version, "note": note} | wanted
    return Case().dump(cases.change_case(work, **CaseChange().load(asked)))


@pytest.fixture
def stranger(kit, run_sql):
    """A call of somebody who is not logged in."""
    return kit.work(client=Client(address="192.0.2.99"))


def test_a_case_knows_who_and_which_office_and_what_the_page_knew(office, staff):
    opened = open_case(
        office.work,
        "missing_feature",
        message="Reports are gone",
        context={"page": "reports", "error_id": "e-1"},
    )
    found = cases.get_case(staff(SUPPORT), case_id=opened["case_id"])
    assert (found["account_id"], found["billing_provider_id"]) == (office.admin.account_id, office.id)
    assert (found["message"], found["context"]) == (
        "Reports are gone",
        {"page": "reports", "error_id": "e-1"},
    )
    assert found["number"] == opened["number"] > 200_000


def test_what_was_said_is_sealed_at_rest(office, run_sql, staff):
    opened = open_case(office.work, message="Secretive words", contact_phone="209-555-0101")
    change(staff(SUPPORT), opened, note="Whispered note")
    for table in ("cases", "case_notes", "staff_acts"):
        rows = str(run_sql(f"SELECT * FROM {table}"))
        assert not any(word in rows for word in ("Secretive", "555-0101", "Whispered"))


def test_who_is_locked_out_opens_one_with_a_way_to_be_reached(stranger, staff):
    with pytest.raises(InvalidInput):
        open_case(stranger, "locked_out")
    opened = open_case(stranger, "locked_out", contact_name="Ana Vang", contact_phone="209-555-0101")
    found = cases.get_case(staff(SUPPORT), case_id=opened["case_id"])
    assert (found["contact_name"], found["account_id"], found["billing_provider_id"]) == (
        "Ana Vang",
        None,
        None,
    )


def test_five_in_an_hour_are_enough_for_one_person_and_for_one_address(office, stranger, kit):
    with clock.frozen(NOON):
        for _ in range(5):
            open_case(office.work)
            open_case(stranger, contact_phone="209-555-0101")
        for work in (office.work, stranger):
            with pytest.raises(RateLimited):
                open_case(work, contact_phone="209-555-0101")
        open_case(kit.work(client=Client(address="192.0.2.100")), contact_phone="209-555-0101")
    with clock.frozen(NOON + timedelta(hours=1)):
        open_case(office.work)


def test_twenty_at_once_are_no_way_around_it(office, run_sql):
    begin = Barrier(20)

    def race(_):
        begin.wait()
        try:
            return bool(open_case(office.work))
        except RateLimited:
            return False

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(race, range(20))) == 5


def test_the_queue_has_who_waits_longest_first_and_is_paged(office, staff, open_office):
    support = staff(SUPPORT)
    numbers = [
        open_case(one.work)["number"] for one in (office, open_office(), open_office()) for _ in range(2)
    ]
    first = search(support, limit=4)
    rest = search(support, limit=4, after=first["next"])
    assert [one["number"] for one in first["cases"] + rest["cases"]] == numbers
    assert rest["next"] is None


def test_the_queue_is_narrowed_by_kind_state_number_and_mine(office, staff):
    support = staff(SUPPORT)
    webinar, other = open_case(office.work, "webinar_copy"), open_case(office.work)
    change(support, webinar, take=True, state="waiting")
    assert [one["number"] for one in search(support, kind="webinar_copy", state="waiting")["cases"]] == [
        webinar["number"]
    ]
    assert [one["number"] for one in search(support)["cases"]] == [other["number"]]
    assert [one["number"] for one in search(support, number=webinar["number"])["cases"]] == [
        webinar["number"]
    ]
    assert [one["number"] for one in search(support, mine=True, state="waiting")["cases"]] == [
        webinar["number"]
    ]
    assert search(staff(SUPPORT), mine=True, state="waiting")["cases"] == []


def test_training_has_days_is_scheduled_and_its_owner_is_told(office, staff, contents_of):
    with pytest.raises(ValidationError, match="preferred_days"):
        CaseEntry().load({"kind": "training"})
    with clock.frozen(NOON):
        opened = open_case(office.work, "training", preferred_days=["2026-12-01", "2026-12-03"])
        desk = staff(PROVIDER_SERVICES)
        for day in ("2026-11-19", "2028-01-01"):
            with pytest.raises(InvalidInput):
                change(desk, opened, scheduled_on=day)
        shown = change(desk, opened, scheduled_on="2026-12-03", state="waiting")
    assert (shown["scheduled_on"], shown["preferred_days"]) == ("2026-12-03", ["2026-12-01", "2026-12-03"])
    told = [(one["what"], one["account_id"], one["scheduled_on"]) for one in contents_of(case_changed)]
    assert told == [
        ("opened", office.admin.account_id, None),
        ("scheduled", office.admin.account_id, date(2026, 12, 3)),
    ]
    other = open_case(office.work)
    with pytest.raises(InvalidInput):
        change(desk, other, scheduled_on="2026-12-03")


@pytest.mark.parametrize("day", ["2026-11-19", "2028-01-01"])
def test_nobody_is_trained_on_a_day_that_is_over_or_years_ahead(office, day):
    with clock.frozen(NOON), pytest.raises(InvalidInput) as refused:
        open_case(office.work, "training", preferred_days=["2026-12-01", day])
    assert list(refused.value.details["fields"]) == ["preferred_days"]


def test_a_case_is_closed_and_opened_again_with_its_notes(office, staff, contents_of):
    support = staff(SUPPORT)
    opened = open_case(office.work)
    assert change(support, opened, note="Called her", state="closed")["state"] == "closed"
    again = change(support, opened, 2, note="She called back", state="open")
    assert [one["text"] for one in again["notes"]] == ["Called her", "She called back"]
    assert [one["what"] for one in contents_of(case_changed)] == ["opened", "closed"]


def test_the_second_who_saves_is_shown_the_case_as_it_is(office, staff):
    opened = open_case(office.work)
    change(staff(SUPPORT), opened, note="First")
    with pytest.raises(CaseChanged) as refused:
        change(staff(SUPPORT), opened, note="Second", state="closed")
    current = refused.value.details["current"]
    assert (current["version"], current["state"], current["notes"][0]["text"]) == (2, "open", "First")


def test_every_look_and_act_is_written_down_with_who_and_why(office, staff, run_sql, kit):
    support = staff(SUPPORT)
    opened = open_case(office.work)
    search(support)
    cases.get_case(support, case_id=opened["case_id"])
    change(support, opened, note="Called her")
    rows = run_sql(
        "SELECT account_id, act, case_id, reason_sealed, address_sealed FROM staff_acts ORDER BY id"
    )
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (support.viewer.account_id, "search_cases", None),
        (support.viewer.account_id, "get_case", opened["case_id"]),
        (support.viewer.account_id, "change_case", opened["case_id"]),
    ]
    assert kit.sealer.unseal("provider_directory.staff_act", rows[2][3]) == b"Called her"
    for row in rows:
        assert kit.sealer.unseal("provider_directory.staff_act", row[4]) == b"192.0.2.7"


def test_a_look_at_the_queue_that_is_refused_shows_nothing_and_leaves_no_act(office, staff, run_sql):
    open_case(office.work)
    for work in (office.work, staff(MAILROOM)):
        with pytest.raises(Forbidden):
            search(work)
    assert run_sql("SELECT act FROM staff_acts") == []


def test_nobody_else_reads_cases(office, staff, stranger):
    opened = open_case(office.work)
    for work in (office.work, stranger, staff(MAILROOM), staff()):
        for do in (
            lambda work=work: search(work),
            lambda work=work: cases.get_case(work, case_id=opened["case_id"]),
            lambda work=work: change(work, opened),
        ):
            with pytest.raises(Forbidden):
                do()
    with pytest.raises(NotFound):
        cases.get_case(staff(SUPPORT), case_id=uuid.uuid4())
