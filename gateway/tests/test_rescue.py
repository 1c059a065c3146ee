"""What was typed survives the end of a session, for the same person only (R239)."""

import uuid
from datetime import UTC, datetime, timedelta

from servicekit import clock

LATER = timedelta(minutes=16)


def _let_a_form_meet_the_end(browser, identity, context_id=None, **fields):
    start = datetime.now(UTC)
    with clock.frozen(start):
        browser.keep_session(identity.tokens(context_id=context_id))
        token = browser.csrf("/probe/closed")
    with clock.frozen(start + LATER):
        headers = {"Referer": "https://portico.example.org/probe/closed"}
        answer = browser.post("/probe/closed", data={"csrf_token": token, **fields}, headers=headers)
    return start, answer


def _log_in_again(browser, identity, at, **changes):
    with clock.frozen(at):
        browser.keep_session(identity.tokens(**changes))
        return browser.get("/probe/closed").text


def test_a_form_sent_after_the_end_leads_to_log_in_and_comes_back(browser, identity):
    start, answer = _let_a_form_meet_the_end(browser, identity, street="12 Oak Street", note="Ring twice")
    assert (answer.status_code, answer.location.split("next=")[1]) == (303, "/probe/closed")
    shown = _log_in_again(browser, identity, start + LATER + timedelta(minutes=1))
    assert "12 Oak Street" in shown and "Ring twice" in shown
    assert "12 Oak Street" not in browser.get("/probe/closed").text


def test_secrets_are_not_kept(browser, identity):
    fields = {
        "password": "canary one",
        "verify_password": "canary two",
        "code": "canary three",
        "street": "Oak",
    }
    start, _ = _let_a_form_meet_the_end(browser, identity, **fields)
    shown = _log_in_again(browser, identity, start + LATER)
    assert "Oak" in shown and "canary" not in shown and "csrf" not in shown.split("restored=")[1]


def test_somebody_else_at_the_same_computer_gets_nothing(browser, identity):
    start, _ = _let_a_form_meet_the_end(browser, identity, street="12 Oak Street")
    assert "Oak" not in _log_in_again(browser, identity, start + LATER, account_id=uuid.uuid4())


def test_after_ten_minutes_it_is_gone(browser, identity):
    start, _ = _let_a_form_meet_the_end(browser, identity, street="12 Oak Street")
    assert "Oak" not in _log_in_again(browser, identity, start + LATER + timedelta(minutes=10))


def test_of_a_form_too_large_the_small_fields_are_kept(browser, identity):
    start, answer = _let_a_form_meet_the_end(browser, identity, street="12 Oak Street", essay="\u00e9" * 5000)
    assert answer.status_code == 303
    shown = _log_in_again(browser, identity, start + LATER)
    assert "12 Oak Street" in shown and "essay" not in shown


def test_a_stranger_without_any_session_leaves_nothing(browser):
    browser.submit("/probe/closed", shown_on="/probe/open", street="12 Oak Street")
    assert browser.get_cookie("__Host-portico-rescue", domain="portico.example.org") is None


def test_what_was_typed_for_one_office_does_not_come_back_for_another(browser, identity):
    first, second = uuid.uuid4(), uuid.uuid4()
    start, _ = _let_a_form_meet_the_end(browser, identity, context_id=first, street="12 Oak Street")
    for other in (None, second):
        assert "Oak" not in _log_in_again(browser, identity, start + LATER, context_id=other)
    assert "Oak" in _log_in_again(browser, identity, start + LATER, context_id=first)
