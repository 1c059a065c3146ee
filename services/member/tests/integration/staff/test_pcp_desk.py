"""Changes of doctor by staff, and exceptions to the rules (R131, R136, R227)."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from marshmallow import ValidationError
from sqlalchemy import delete, text

from contracts.errors import Forbidden, InvalidInput, NotFound
from contracts.member import errors as e
from contracts.member import rpc
from contracts.procedures import MAILROOM
from contracts.provider_directory.errors import ProviderUnavailable
from member.models import CoverageSpan, PcpChange, PcpException
from member.operations import pcp_changes
from member.rules.demo_table import PEOPLE
from servicekit import clock
from support.fake_directory import FIRST, PRACTICE, SECOND, THIRD

ANA, TOU = PEOPLE[0].key, PEOPLE[1].key
TODAY, OCTOBER_1 = date(2026, 9, 15), date(2026, 10, 1)
CLOSED = ProviderUnavailable(reason="closed")


@pytest.fixture
def change(ask):
    def do(provider_id=SECOND, key=ANA, **more):
        asked = {"line": "medi_cal", "provider_id": provider_id, "reason": "moved", **more}
        return ask(rpc.change_pcp_for_member, member_key=key, **asked)["change"]

    return do


@pytest.fixture
def submit(ask):
    """A member's own request."""

    def do(provider_id=SECOND, key=ANA, **more):
        asked = {"line": "medi_cal", "provider_id": provider_id, "reason_text": "My mother's doctor", **more}
        return ask(rpc.submit_pcp_exception, key=key, **asked)["exception"]

    return do


@pytest.fixture
def decide(ask):
    def do(asked, decision="approve", **more):
        said = {"exception_id": asked["exception_id"], "decision": decision, "reason_text": "Agreed by phone"}
        return ask(rpc.change_pcp_exception, **said | more)

    return do


@pytest.fixture
def closed(peer):
    """The second doctor takes nobody."""
    peer.refuses[SECOND] = CLOSED


def doctors(ask, name="current", key=ANA):
    return [(s["doctor"]["provider_id"], s["starts_on"]) for s in ask(rpc.get_pcp, key=key)[name]]


def at(day, hour=20):
    return clock.frozen(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def test_by_the_rules_it_begins_on_the_first_and_says_who_and_why(change, ask, rows):
    assert change(reason_text="Moved to Salinas")["effective_on"] == OCTOBER_1
    assert [c["doctor"]["provider_id"] for c in ask(rpc.get_pcp, key=ANA)["coming"]] == [SECOND]
    (found,) = rows("SELECT source, reason, exceptions, pcp_changes::text FROM pcp_changes")
    assert found[:3] == ("staff", "moved", [])
    assert "Salinas" not in found[3].replace(str(PRACTICE["city"]), "")


def test_the_same_month_exception_begins_today_and_is_told_at_once(change, ask, told):
    made = change(effective_on=TODAY, exception_reason="Left without a doctor")
    assert made["effective_on"] == TODAY
    assert doctors(ask) == [(SECOND, TODAY)]
    page = ask(rpc.get_pcp, key=ANA)
    assert (page["coming"], [s["ends_on"] for s in page["past"]]) == ([], [TODAY - timedelta(days=1)])
    assert told() == ["pcp_change_scheduled.v1", "pcp_changed.v1"]


def test_a_later_day_of_the_month_comes_when_it_comes(change, ask, kit, told):
    change(effective_on=date(2026, 9, 21), exception_reason="Back from hospital on the 21st")
    assert doctors(ask) == [(FIRST, date(2025, 1, 1))]
    with at(date(2026, 9, 21)):
        pcp_changes.roll_over(kit.work())
        assert doctors(ask) == [(SECOND, date(2026, 9, 21))]
    assert told()[-1] == "pcp_changed.v1"


@pytest.mark.parametrize("day", [date(2026, 9, 14), date(2026, 10, 2), date(2026, 11, 1)])
def test_an_exception_begins_neither_in_the_past_nor_after_the_rule(change, ask, day):
    with pytest.raises(InvalidInput):
        change(effective_on=day, exception_reason="As she asked")
    assert doctors(ask) == [(FIRST, date(2025, 1, 1))]


@pytest.mark.parametrize("exception", [{"effective_on": TODAY}, {"despite_limits": True}])
def test_an_exception_needs_a_reason_in_writing(change, exception):
    with pytest.raises(ValidationError):
        change(**exception)


def test_two_doctors_never_begin_on_one_day(change, ask):
    change(effective_on=TODAY, exception_reason="First")
    with pytest.raises(InvalidInput):
        change(THIRD, effective_on=TODAY, exception_reason="Second thoughts")
    assert doctors(ask) == [(SECOND, TODAY)]
    change(THIRD, effective_on=TODAY + timedelta(days=1), exception_reason="Second thoughts")


def test_the_coming_doctor_can_begin_earlier(change, ask):
    change()
    change(effective_on=TODAY, exception_reason="Needs her now")
    assert (doctors(ask), ask(rpc.get_pcp, key=ANA)["coming"]) == ([(SECOND, TODAY)], [])


@pytest.mark.parametrize("reason", ["closed", "existing_only", "age", "sex", "panel_full"])
def test_limits_hold_for_staff_too_unless_they_are_set_aside_in_writing(change, peer, rows, reason):
    peer.refuses[SECOND] = ProviderUnavailable(reason=reason)
    with pytest.raises(e.PcpUnavailable) as refused:
        change()
    assert refused.value.details["reason"] == reason
    change(despite_limits=True, exception_reason="The doctor agreed on the telephone")
    (found,) = rows("SELECT exceptions, pcp_changes::text FROM pcp_changes")
    assert found[0] == [reason]
    assert "telephone" not in found[1]


def test_a_practice_outside_the_counties_is_refused_and_shown_so(change, peer, ask, rows):
    peer.practices[SECOND] = PRACTICE | {"county": None, "city": "Reno"}
    found = ask(rpc.search_pcps_for_member, member_key=ANA, last_name="doc")["doctors"]
    assert [(d["available"], d["reason"]) for d in found] == [(False, "current"), (False, "out_of_area")]
    with pytest.raises(e.PcpUnavailable) as refused:
        ask(rpc.change_pcp, key=ANA, line="medi_cal", provider_id=SECOND, reason="member_request")
    assert refused.value.details["reason"] == "out_of_area"
    change(despite_limits=True, exception_reason="The only one who signs")
    assert rows("SELECT exceptions FROM pcp_changes") == [(["out_of_area"],)]


def test_staff_cancel_a_change_that_waits(change, ask):
    made = change()
    for wrong in ({"member_key": TOU}, {"change_id": uuid.uuid4()}):
        with pytest.raises(NotFound):
            ask(
                rpc.cancel_pcp_change_for_member,
                **{"member_key": ANA, "change_id": made["change_id"]} | wrong,
            )
    ask(rpc.cancel_pcp_change_for_member, member_key=ANA, change_id=made["change_id"])
    assert ask(rpc.get_pcp, key=ANA)["coming"] == []


def test_what_the_rules_allow_needs_no_exception(submit, count):
    with pytest.raises(e.PcpExceptionNotNeeded):
        submit()
    assert count(PcpException.state) == {}


def test_a_refused_change_is_asked_for_and_seen_on_her_page(closed, submit, ask, rows):
    asked = submit(effective_on=TODAY + timedelta(days=5))
    assert (asked["rules"], asked["state"]) == (["closed", "same_month"], "open")
    (seen,) = ask(rpc.get_pcp, key=ANA)["exceptions"]
    assert seen == asked
    (staff,) = ask(rpc.get_member_for_staff, member_key=ANA, reason="own_case")["pcp"]["exceptions"]
    assert (seen["reason_text"], staff["reason_text"]) == (None, "My mother's doctor")
    assert "mother" not in rows("SELECT pcp_exceptions::text FROM pcp_exceptions")[0][0]


def test_only_one_request_waits_in_a_line(closed, submit, at_once, count):
    outcomes = at_once(10, lambda _: submit()["state"])
    assert sorted(outcomes) == ["member.pcp_exception_open"] * 9 + ["open"]
    assert count(PcpException.state) == {"open": 1}


def test_a_doctor_whom_the_line_does_not_have_can_not_be_asked_for(peer, submit):
    peer.refuses[SECOND] = NotFound()
    with pytest.raises(NotFound):
        submit()


def test_the_queue_says_which_rules_and_no_name(closed, submit, ask):
    asked = submit()
    on_behalf = {"line": "ihss", "provider_id": THIRD, "reason_text": "Told by phone", "effective_on": TODAY}
    theirs = ask(rpc.submit_pcp_exception_for_member, member_key=TOU, **on_behalf)["exception"]
    queue = ask(rpc.search_pcp_exceptions)
    assert [row["exception_id"] for row in queue["exceptions"]] == [
        asked["exception_id"], theirs["exception_id"],
    ]  # fmt: skip
    assert [(row["rules"], row["by_staff"]) for row in queue["exceptions"]] == [
        (["closed"], False), (["same_month"], True),
    ]  # fmt: skip
    after = ask(rpc.search_pcp_exceptions, after=asked["number"])
    assert [row["number"] for row in after["exceptions"]] == [theirs["number"]]


def test_approval_makes_the_change_despite_the_rules(closed, submit, decide, ask, told, rows):
    done = decide(submit())
    assert (done["exception"]["state"], done["change"]["effective_on"]) == ("approved", OCTOBER_1)
    assert [c["doctor"]["provider_id"] for c in ask(rpc.get_pcp, key=ANA)["coming"]] == [SECOND]
    assert rows("SELECT exceptions, source FROM pcp_changes") == [(["closed"], "staff")]
    assert told() == ["pcp_change_scheduled.v1"]
    assert ask(rpc.search_pcp_exceptions)["exceptions"] == []


@pytest.mark.parametrize(
    ("decided_on", "begins"), [(TODAY, date(2026, 9, 20)), (date(2026, 9, 25), date(2026, 9, 25))]
)
def test_an_approved_wish_for_this_month_begins_on_its_day_or_on_the_day_of_the_approval(
    submit, decide, decided_on, begins
):
    asked = submit(effective_on=date(2026, 9, 20))
    with at(decided_on):
        assert decide(asked)["change"]["effective_on"] == begins


def test_a_denial_changes_nothing_and_says_why_on_her_page(closed, submit, decide, ask, told):
    asked = submit()
    with pytest.raises(ValidationError):
        decide(asked, "deny")
    decide(asked, "deny", denial="doctor_declined")
    (seen,) = ask(rpc.get_pcp, key=ANA)["exceptions"]
    assert (seen["state"], seen["denial"]) == ("denied", "doctor_declined")
    assert (ask(rpc.get_pcp, key=ANA)["coming"], told()) == ([], [])
    submit()


def test_of_ten_who_decide_at_once_one_does(closed, submit, decide, at_once, count, told):
    asked = submit()

    def one(number):
        said = ("approve", None) if number % 2 else ("deny", "limits_stand")
        return decide(asked, said[0], denial=said[1])["exception"]["state"]

    outcomes = at_once(10, one)
    (winner,) = [said for said in outcomes if said in ("approved", "denied")]
    assert outcomes.count("member.pcp_exception_settled") == 9
    assert count(PcpException.state) == {winner: 1}
    made = 1 if winner == "approved" else 0
    assert (sum(count(PcpChange.state).values()), len(told())) == (made, made)


def test_ten_approvals_at_once_make_one_change(closed, submit, decide, at_once, count, told):
    asked = submit()
    outcomes = at_once(10, lambda _: decide(asked)["exception"]["state"])
    assert sorted(outcomes) == ["approved"] + ["member.pcp_exception_settled"] * 9
    assert (count(PcpChange.state), told()) == ({"pending": 1}, ["pcp_change_scheduled.v1"])


def test_what_was_decided_can_not_be_decided_again(closed, submit, decide):
    asked = submit()
    decide(asked, "deny", denial="duplicate")
    with pytest.raises(e.PcpExceptionSettled) as settled:
        decide(asked)
    assert settled.value.details["state"] == "denied"
    with pytest.raises(NotFound):
        decide({"exception_id": uuid.uuid4()})


def test_an_approval_that_can_not_be_made_leaves_the_request_open(closed, submit, decide, kit, ask):
    asked = submit()
    with kit.database.transaction() as tx:
        tx.session.execute(delete(CoverageSpan).where(CoverageSpan.member_key == ANA))
    with pytest.raises(e.NotCovered):
        decide(asked)
    assert len(ask(rpc.search_pcp_exceptions)["exceptions"]) == 1


def test_the_queue_is_member_services(ask, closed, submit):
    asked = submit()
    said = {"exception_id": asked["exception_id"], "decision": "approve", "reason_text": "x"}
    for role_or_key in ({"role": MAILROOM}, {"key": ANA}):
        for procedure, fields in ((rpc.search_pcp_exceptions, {}), (rpc.change_pcp_exception, said)):
            with pytest.raises(Forbidden):
                ask(procedure, **role_or_key, **fields)


def test_the_database_refuses_an_exception_to_nothing(kit):
    with pytest.raises(Exception, match="an_exception_to_something"), kit.database.transaction() as tx:
        tx.session.execute(
            text(
                "INSERT INTO pcp_exceptions (member_key, line, state, provider_id, provider, rules, reason,"
                " reason_sealed, submitted_by, submitted_at)"
                " SELECT key, 'medi_cal', 'open', key, '{}', '{}', 'moved', 'x', 'x', now()"
                " FROM members LIMIT 1"
            )
        )
