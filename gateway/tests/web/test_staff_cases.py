"""The queue of cases: what is known, and what is done about it (R217–R219, R224, R238)."""

import uuid

from checking import check
from pretend_desk import DAYS, OFFICE
from staff_steps import links

from contracts.provider_directory import rpc

QUEUE = "/staff/cases"


def path_of(case) -> str:
    return f"{QUEUE}/{case['case_id']}"


def test_the_queue_has_a_tab_for_each_state_and_shows_nothing_of_who_asks(specialist, desk):
    desk.open("training")
    page = check(specialist.get(QUEUE))
    for said in ("40001", "A training", "Dec 4, 2026 would suit", "Nobody yet"):
        assert said in page.text, said
    assert "Ana Ruiz" not in page.text and "locked" not in page.text
    assert "Nothing waits here." in check(specialist.get(f"{QUEUE}?state=closed")).text


def test_the_queue_goes_on_with_the_same_question(specialist, desk):
    for _ in range(3):
        desk.open("training")
    desk.open("other")
    page = check(specialist.get(f"{QUEUE}?kind=training"))
    target = links(page)["Next page"]
    assert "kind=training" in target and "after=40002" in target
    page = check(specialist.get(target))
    assert "40003" in page.text and "40004" not in page.text
    assert "Nothing waits here." in check(specialist.get(f"{QUEUE}?mine=1")).text


def test_a_state_or_kind_that_nobody_knows_is_refused_as_a_page(specialist):
    assert specialist.get(f"{QUEUE}?state=lost").status_code == 422
    assert specialist.get(f"{QUEUE}?kind=lost").status_code == 422


def test_a_case_is_found_by_the_number_that_the_caller_says(specialist, desk):
    case = desk.open(state="closed")
    assert specialist.submit(QUEUE, number="40001").location == path_of(case)
    answer = specialist.submit(QUEUE, number="7")
    assert answer.status_code == 404 and "no case with this number" in check(answer).errors()["number"]
    assert set(check(specialist.submit(QUEUE, number="x")).errors()) == {"number"}


def test_a_case_shows_all_that_is_known_so_that_the_caller_need_not_start_over(specialist, desk, staff):
    account_id = staff.account["account_id"]
    case = desk.open("association_failed", account_id=account_id, context={
        "why": "association_held", "provider_id": "PCH004217", "something_new": "7",
    })  # fmt: skip
    page = check(specialist.get(path_of(case)))
    for said in (
        "An account could not be associated", "It says locked.", "Ana Ruiz", "831-555-0117",
        "Too many tries to associate did not match", "PCH004217", "Something new",
    ):  # fmt: skip
        assert said in page.text, said
    targets = [a.attrs["href"] for a in page.all("a")]
    assert f"/staff/accounts/{account_id}" in targets
    assert f"/staff/offices/{OFFICE}/why?case=40001" in targets
    assert 'value="Case 40001"' in specialist.get(f"/staff/offices/{OFFICE}/why?case=40001").text


def test_a_case_is_taken_waits_and_is_closed_each_with_a_note(specialist, desk):
    case = desk.open()
    path = path_of(case)
    assert set(check(specialist.submit(path, do="take", version="1")).errors()) == {"note"}
    specialist.submit(path, do="take", version="1", note="I call her.")
    page = check(specialist.get(path))
    assert "I call her." in page.text
    assert "You" in [one.text for one in page.all("dd")]
    assert specialist.submit(path, do="wait", version="2", note="No answer.").location == path
    assert case["state"] == "waiting"
    answer = specialist.submit(path, do="close", version="3", note="Unlocked.")
    assert answer.location == QUEUE and case["state"] == "closed"
    assert "Case 40001 is saved" in check(specialist.get(QUEUE)).text
    specialist.submit(path, do="reopen", version="4", note="She called again.")
    assert case["state"] == "open"


def test_a_note_of_several_lines_is_shown_in_its_lines(specialist, desk):
    case = desk.open()
    path = path_of(case)
    specialist.submit(path, do="note", version="1", note="I call her.\r\n\r\nShe is <out>.")
    shown = specialist.get(path).get_data(as_text=True)
    assert '<span class="said"><bdi>I call her.\n\nShe is &lt;out&gt;.</bdi></span>' in shown


def test_a_training_gets_its_day(agent, desk, identity):
    case = desk.open("training")
    page = check(agent.get(path_of(case)))
    assert page.field("scheduled_on").attrs["value"] == "Dec 4, 2026"
    fields = {"version": "1", "note": "Agreed by telephone."}
    agent.submit(path_of(case), do="note", scheduled_on="Dec 4, 2026", **fields)
    assert case["scheduled_on"] is None
    fields["version"] = "2"
    answer = agent.submit(path_of(case), do="schedule", scheduled_on="soon", **fields)
    assert answer.status_code == 422 and set(check(answer).errors()) == {"scheduled_on"}
    agent.submit(path_of(case), do="schedule", scheduled_on="Dec 4, 2026", **fields)
    assert case["scheduled_on"] == DAYS[0]
    assert "planned for Dec 4, 2026" in check(agent.get(QUEUE)).text


def test_what_somebody_else_wrote_meanwhile_is_shown_and_the_note_is_kept(specialist, desk):
    case = desk.open(version=2, state="waiting")
    answer = specialist.submit(path_of(case), do="close", version="1", note="Done.")
    page = check(answer)
    assert answer.status_code == 409 and "Somebody else has changed this case meanwhile." in page.text
    assert page.one("textarea", name="note").text == "\nDone." and page.field("version").attrs["value"] == "2"
    assert "Waiting for an answer" in page.text


def test_who_was_held_may_try_again_with_a_reason(agent, desk, staff):
    account_id = staff.account["account_id"]
    case = desk.open("association_failed", account_id=account_id)
    desk.held.add(account_id)
    path = path_of(case)
    assert set(check(agent.submit(f"{path}/association", path)).errors()) == {"reason"}
    answer = agent.submit(f"{path}/association", path, reason="The letter was read wrongly.")
    assert "can be associated again" in check(agent.get(answer.location)).text and not desk.held
    other = desk.open("other", account_id=account_id)
    assert "Association on hold" not in check(agent.get(path_of(other))).text


def test_another_role_gets_nothing_of_a_case(clerk, desk, identity):
    assert clerk.get(path_of(desk.open())).status_code == 403
    assert not identity.made(rpc.get_case)


def test_a_case_that_is_not_there_is_not_found(specialist):
    assert specialist.get(f"{QUEUE}/{uuid.uuid4()}").status_code == 404
    assert specialist.get(f"{QUEUE}/{uuid.uuid4()}/association").status_code == 303
