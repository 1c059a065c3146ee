"""The queue of changes of doctor that the rules refuse, and the decision on one (R227)."""

import uuid

from checking import check
from staff_steps import RECORD, WHY, links

from contracts.errors import NotFound
from contracts.member import rpc

QUEUE = "/staff/pcp-exceptions"


def open_one(clerk) -> str:
    """From the queue through the reason to the decision; its address."""
    target = links(check(clerk.get(QUEUE)))["Open"]
    page = check(clerk.get(target))
    assert [o.attrs["value"] for o in page.all("option") if "selected" in o.attrs] == ["pcp_exception"]
    fields = {"reason": "pcp_exception", "reason_text": "Request 3001"}
    return links(check(clerk.submit(RECORD, WHY, **fields)))["Decide"]


def test_the_queue_shows_the_doctor_and_the_rules_and_not_the_member(clerk, staff):
    staff.ask()
    page = check(clerk.get(QUEUE))
    for said in ("3001", "Omar Haddad, MD", "Not taking new patients", "Sep 18, 2026"):
        assert said in page.text
    assert "Rosa" not in page.one("table").text and "She knows this doctor" not in page.text
    assert "Nothing waits here." in check(clerk.get(f"{QUEUE}?state=denied")).text


def test_an_exception_is_approved_from_a_day_on(clerk, staff):
    staff.ask()
    target = open_one(clerk)
    assert "She knows this doctor." in check(clerk.get(target)).text
    answer = clerk.submit(target, decision="approve", effective_on="rules", reason_text="Both agree.")
    text = check(clerk.get(answer.location)).text
    assert "The exception is approved. The change begins on September 18, 2026." in text
    assert staff.asked[0]["state"] == "approved"


def test_a_denial_says_why_in_words_that_the_member_reads(clerk, staff):
    staff.ask()
    target = open_one(clerk)
    answer = clerk.submit(target, decision="deny", effective_on="rules", reason_text="Full")
    assert answer.status_code == 422 and set(check(answer).errors()) == {"denial"}
    answer = clerk.submit(target, decision="deny", denial="limits_stand", reason_text="Full")
    assert "The doctor's limits stand" in check(clerk.get(answer.location)).text


def test_what_somebody_else_decided_meanwhile_is_not_decided_again(clerk, staff):
    asked = staff.ask()
    target = open_one(clerk)
    token_page = clerk.csrf(target)
    asked["state"] = "denied"
    data = {"csrf_token": token_page, "decision": "approve", "reason_text": "x"}
    answer = clerk.post(target, data=data, headers={"Referer": f"https://portico.example.org{target}"})
    assert answer.status_code == 409 and "Somebody else has decided this request." in check(answer).text


def test_an_exception_of_nobody_is_not_there(clerk, staff):
    staff.ask()
    open_one(clerk)
    assert clerk.get(f"{RECORD}/exceptions/{uuid.uuid4()}").status_code == 404


def test_a_decision_on_what_is_gone_is_not_found(clerk, staff, identity):
    staff.ask()
    target = open_one(clerk)
    identity.on(rpc.change_pcp_exception, NotFound())
    assert clerk.submit(target, decision="approve", reason_text="x").status_code == 404


def test_the_queue_is_member_services_alone(mailroom, identity):
    assert mailroom.get(QUEUE).status_code == 403
    assert not identity.made(rpc.search_pcp_exceptions)
