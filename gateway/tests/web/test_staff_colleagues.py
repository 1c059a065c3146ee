"""The console calls colleagues by their names (R224)."""

import uuid

import pytest
from checking import check
from pretend import PASSWORD
from pretend_desk import ROBIN
from staff_steps import RECORD, open_record
from test_staff_cases import QUEUE, path_of
from test_staff_letters import LETTER
from test_staff_offices import open_harbor

from contracts.errors import Unavailable
from contracts.identity import rpc
from contracts.identity.colleagues import MOST_COLLEAGUES
from gateway.kept import Kept
from servicekit import clock

STRANGER = uuid.UUID("5ca1ab1e-0000-4000-8000-000000000001")


def note(by) -> dict:
    return {"text": "I call her.", "by_account_id": by, "at": clock.now()}


def asked(identity) -> list[set]:
    """Whose names were asked for, question by question."""
    return [set(call.fields["account_ids"]) for call in identity.made(rpc.list_colleagues)]


def test_a_case_names_who_works_on_it_and_who_noted_what(specialist, desk):
    case = desk.open(assigned_to=ROBIN, notes=[note(ROBIN), note(desk.me)])
    page = check(specialist.get(path_of(case)))
    assert "Robin Marsh" in [one.text for one in page.all("dd")]
    notes = [one.text for one in page.all("li") if "I call her." in one.text]
    assert "Robin Marsh" in notes[0] and notes[1].endswith("you")
    assert not page.all("code")


def test_the_queue_of_cases_names_who_works_on_each(specialist, desk):
    desk.open(assigned_to=ROBIN)
    assert "Robin Marsh" in [one.text for one in check(specialist.get(QUEUE)).all("td")]


def test_who_looked_at_a_record_is_named_beside_the_role(clerk, staff):
    open_record(clerk)
    staff.looks[0]["account_id"] = ROBIN
    text = check(clerk.get(f"{RECORD}/looks")).text
    assert "Robin Marsh" in text and "Member Services" in text


def test_who_issued_a_letter_is_named(agent, desk):
    open_harbor(agent)
    desk.issues.append({"issued_at": clock.now(), "by_account_id": ROBIN})
    assert "Robin Marsh" in check(agent.get(LETTER)).text


def test_who_is_no_colleague_stays_a_code(clerk, staff):
    open_record(clerk)
    staff.looks[0] |= {"account_id": STRANGER, "role": "provider"}
    page = check(clerk.get(f"{RECORD}/looks"))
    assert "5ca1ab1e" in [one.text for one in page.all("code")]


def test_a_page_comes_with_codes_when_identity_does_not_say_and_asks_again(specialist, desk, identity):
    path = path_of(desk.open(assigned_to=STRANGER, notes=[note(STRANGER)]))
    desk.colleagues[STRANGER] = ("Robin", "Marsh")
    told = desk.answers()[rpc.list_colleagues]
    identity.on(rpc.list_colleagues, Unavailable())
    assert [one.text for one in check(specialist.get(path)).all("code")] == ["5ca1ab1e"] * 2
    identity.on(rpc.list_colleagues, told)
    assert not check(specialist.get(path)).all("code")


def test_names_cost_one_question_and_none_while_they_are_remembered(specialist, desk, identity):
    case = desk.open(assigned_to=ROBIN, notes=[note(ROBIN), note(STRANGER), note(desk.me)])
    for path in (path_of(case), path_of(case), QUEUE):
        specialist.get(path)
    assert asked(identity) == [{ROBIN, STRANGER}]


def test_a_page_on_which_nobody_is_named_asks_nothing(specialist, desk, identity):
    case = desk.open(assigned_to=desk.me, notes=[note(desk.me)])
    for path in (path_of(case), QUEUE):
        specialist.get(path)
    assert asked(identity) == []


def test_of_too_many_the_rest_is_asked_for_the_next_time(specialist, desk, identity):
    case = desk.open(notes=[note(uuid.uuid4()) for _ in range(MOST_COLLEAGUES + 1)])
    for _ in range(3):
        assert specialist.get(path_of(case)).status_code == 200
    assert [len(ids) for ids in asked(identity)] == [MOST_COLLEAGUES, 1]


def test_members_pages_ask_for_no_names(browser, staff, identity):
    browser.submit("/log-in", username="rosa.santos", password=PASSWORD)
    assert browser.get("/my-account/looks").status_code == 200
    assert asked(identity) == []


@pytest.mark.parametrize(("seconds", "left"), [(60, {2: "b", 3: "c"}), (0, {})])
def test_what_is_kept_is_bounded_in_number_and_time(seconds, left):
    kept = Kept(seconds, most=2)
    kept.keep({1: "a", 2: "b"})
    kept.keep({3: "c"})
    assert kept.known([1, 2, 3, 4]) == left
